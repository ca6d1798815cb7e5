import { WorkflowNotFoundError } from '@temporalio/client';
import type { Database } from '../../db/pool';
import type { OutboxRow } from '../../db/queries/outbox';
import { isShipmentEnded } from '../../db/queries/sentCycles';
import { readProgram } from '../../db/queries/programs';
import { isShipmentAlive } from '../../db/queries/recoveryFindings';
import { shipmentIdOf, shipmentWorkflowId, subscriptionWorkflowId } from '../../domain/ids';
import { wallClock } from '../../domain/clock';
import type { DeliveryPromise } from '../../domain/delivery/types';
import type { PaymentMethod } from '../../domain/shipment/types';
import type { NotificationRequest, NotificationsPort } from '../../facade/ports';
import type { EraseCustomerInput } from '../../workflows/eraseCustomer/messages';
import type { SurveyInput } from '../../workflows/survey/messages';
import {
  parcelEnded,
  paymentMethodChanged,
  shipmentWorkflow,
  type ParcelEnd,
  type ShipmentInput,
} from '../../workflows/shipment/messages';
import { subscriptionWorkflow, type SubscriptionInput } from '../../workflows/subscription/messages';
import { startErasing, startSurvey, stopSurvey } from './feedback';
import { type DeliveryChange, tellDelivery, wakeDispatcher } from './oneHour';
import { attributesOf, signalWhileAlive, type Starter, startOnce } from './toWorkflows';

/** Where the outbox's rows go. */
export interface Destinations extends Starter {
  db: Database;
  notifications: NotificationsPort;
}

/** Delivers one row. Throws when it could not: it is tried again later. Delivering a row twice does no harm. */
export async function deliver(to: Destinations, row: OutboxRow): Promise<void> {
  switch (row.kind) {
    case 'startSubscription':
      return startSubscription(to, row.payload as SubscriptionInput);
    case 'startOrder':
      return startOrder(to, row.payload as OrderStart);
    case 'parcelEnded':
      return endParcel(to, row.payload as ParcelEndMessage);
    case 'paymentMethodChanged':
      return changePayment(to, row.payload as PaymentChange);
    case 'deliveryHappened':
      return tellDelivery(to, row.payload as DeliveryChange);
    case 'zoneChanged':
      return wakeDispatcher(to, (row.payload as { zoneId: string }).zoneId);
    case 'startSurvey':
      return startSurvey(to, row.payload as SurveyInput);
    case 'stopSurvey':
      return stopSurvey(to.client, row.payload as Pick<SurveyInput, 'subscriptionId' | 'surveyId'>);
    case 'eraseCustomer':
      return startErasing(to, row.payload as EraseCustomerInput);
    case 'notify':
      return to.notifications.send(row.payload as NotificationRequest);
  }
}

const startSubscription = (to: Destinations, input: SubscriptionInput): Promise<void> =>
  startOnce(to, {
    workflowType: subscriptionWorkflow,
    workflowId: subscriptionWorkflowId(input.state.id),
    input,
    attributes: attributesOf(input.state, input.state.status),
    summary: `${input.state.customerId} in ${input.state.programId}`,
  });

/** An end, and of which shipment. */
type ParcelEndMessage = ParcelEnd & { subscriptionId: string; cycle: number };

/** When the shipment ended already (abandoned), the parcel's end is in the read model, and there is nobody to tell. */
const endParcel = (to: Destinations, { subscriptionId, cycle, ...end }: ParcelEndMessage): Promise<void> =>
  signalWhileAlive(
    to,
    {
      workflowId: shipmentWorkflowId(subscriptionId, cycle),
      isAlive: () => isShipmentAlive(to.db, subscriptionId, cycle),
    },
    parcelEnded,
    end,
  );

interface PaymentChange {
  subscriptionId: string;
  cycle: number;
  payment: PaymentMethod;
}

/** The shipment may be just about to start: tried again until it is there, unless it has ended. */
async function changePayment({ client, db }: Destinations, { subscriptionId, cycle, payment }: PaymentChange) {
  try {
    await client.workflow.getHandle(shipmentWorkflowId(subscriptionId, cycle)).signal(paymentMethodChanged, payment);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError && (await isShipmentEnded(db, subscriptionId, cycle))) return;
    throw error;
  }
}

/** A single order as the API accepted it; its shipment is the first and only one. */
export interface OrderStart {
  orderId: string;
  customerId: string;
  programId: string;
  sku: string;
  addressId: string;
  paymentMethodId: string;
  /** The item and the delivery's fee. */
  chargeCents: number;
  promise: DeliveryPromise;
}

const startOrder = async (to: Destinations, order: OrderStart): Promise<void> =>
  startOnce(to, {
    workflowType: shipmentWorkflow,
    workflowId: shipmentWorkflowId(order.orderId, 1),
    input: await shipmentOf(to.db, order),
    attributes: attributesOf(order, 'reserving'),
    summary: `${order.sku} within the hour`,
  });

async function shipmentOf(db: Database, order: OrderStart): Promise<ShipmentInput> {
  const program = await readProgram(db, order.programId);
  if (!program) throw new Error(`program ${order.programId} is not published`);
  const { orderId, customerId, programId, sku, chargeCents, addressId, paymentMethodId, promise } = order;
  return {
    shipmentId: shipmentIdOf(orderId, 1),
    subscriptionId: orderId,
    customerId,
    programId,
    cycle: 1,
    sku,
    substitutes: [], // what a customer ordered is never replaced
    chargeCents,
    addressId,
    payment: { paymentMethodId, decidedAtMs: 0, revision: 0 }, // an order's is never changed
    shipAtMs: promise.orderedAtMs,
    clock: wallClock,
    promise,
    rules: {
      currency: program.currency,
      service: program.delivery.service,
      dunningDays: [], // nobody waits for payday within the hour: a declined card ends the order
      parkedDays: program.shipment.parkedDays,
      overdueDays: program.delivery.overdueDays,
      ratingRequestHours: program.shipment.ratingRequestHours,
    },
  };
}
