import { type DeliveryRead, readDelivery } from '#db/deliveries/deliveries';
import { type OrderRead, readOrder } from '#db/deliveries/orders';
import { readShipment, type ShipmentRead } from '#db/shipments/shipmentReads';
import { readSubscription, type SubscriptionRead } from '#db/subscriptions/subscriptionReads';
import { readSurvey, type SurveyRead } from '#db/surveys/surveys';
import type { ApiContext, Caller } from './context';
import { noSuch, noSuchShipment } from '#usecases/noSuch';
import { fieldProblem, Problem } from './problems';

/** Customers, and those who act for them. A customer reaches only what is theirs. */
export const customerRoles = ['customer', 'operator', 'service'] as const;

interface ById {
  params: { id: string };
  caller: Caller;
}

/** The subscription of the path. Another customer's does not exist for this caller: 404, as for one that never was. */
export async function ownSubscription({ db }: ApiContext, { params, caller }: ById): Promise<SubscriptionRead> {
  const subscription = await readSubscription(db, params.id);
  if (subscription && mayReach(caller, subscription.customerId)) return subscription;
  throw noSuch('subscription', params.id);
}

/** The shipment of the path; see `ownSubscription`. */
export async function ownShipment({ db }: ApiContext, { params, caller }: ById): Promise<ShipmentRead> {
  const shipment = await readShipment(db, params.id);
  if (shipment && mayReach(caller, shipment.customerId)) return shipment;
  throw noSuchShipment(params.id);
}

/** The single order of the path; see `ownSubscription`. */
export async function ownOrder({ db }: ApiContext, { params, caller }: ById): Promise<OrderRead> {
  const order = await readOrder(db, params.id);
  if (order && mayReach(caller, order.customerId)) return order;
  throw noSuch('order', params.id);
}

/** The survey of the path, once the customer was asked; see `ownSubscription`. */
export async function ownSurvey({ db }: ApiContext, { params, caller }: ById): Promise<SurveyRead> {
  const survey = await readSurvey(db, params.id);
  if (survey && mayReach(caller, survey.customerId)) return survey;
  throw noSuch('survey', params.id);
}

/** The one-hour delivery of the path; see `ownSubscription`. */
export async function ownDelivery({ db }: ApiContext, { params, caller }: ById): Promise<DeliveryRead> {
  const delivery = await readDelivery(db, params.id);
  if (delivery && mayReach(caller, delivery.customerId)) return delivery;
  throw noSuch('delivery', params.id);
}

const mayReach = (caller: Caller, customerId: string): boolean =>
  caller.role !== 'customer' || caller.subject === customerId;

/** Whose things a request is about: a customer's own, or the ones of the customer that an operator or service names. */
export function customerOf(caller: Caller, named: string | undefined, place: 'body' | 'query'): string {
  if (caller.role !== 'customer') {
    if (named !== undefined) return named;
    throw fieldProblem({
      in: place,
      field: 'customerId',
      rule: 'required',
      message: `is required of the role ${caller.role}`,
    });
  }
  if (named === undefined || named === caller.subject) return caller.subject;
  throw new Problem('Forbidden', 'a customer acts for themselves only');
}
