import type { DeliveryFacts } from '../delivery/types';
import type { NotificationRequest } from '../notification/types';
import type { OrderStart } from '../order/types';
import type { Erasure } from '../privacy/types';
import type { ParcelEnd } from '../shipment/tracking';
import type { PaymentMethod } from '../shipment/types';
import type { SubscriptionStart } from '../subscription/start';
import type { SurveyStart } from '../survey/types';

/** The one map from kinds of messages to what they carry, for who writes the outbox and for who delivers it. Plain JSON. */
export interface OutboxPayloads {
  startSubscription: SubscriptionStart;
  startOrder: OrderStart;
  /** The end of a parcel's way, to the shipment that it is of. */
  parcelEnded: OfShipment & ParcelEnd;
  paymentMethodChanged: OfShipment & { payment: PaymentMethod };
  /** What the row of a delivery says since an event. */
  deliveryHappened: DeliveryFacts & { deliveryId: string };
  /** A courier or a delivery of the zone came, or came free. */
  zoneChanged: { zoneId: string };
  startSurvey: SurveyStart;
  stopSurvey: Pick<SurveyStart, 'subscriptionId' | 'surveyId'>;
  eraseCustomer: Erasure;
  notify: NotificationRequest;
}

interface OfShipment {
  subscriptionId: string;
  cycle: number;
}

export type OutboxKind = keyof OutboxPayloads;

/** A kind with its own payload: of one kind, or of any. */
export type OutboxMessage<Kind extends OutboxKind = OutboxKind> = {
  [K in Kind]: { kind: K; payload: OutboxPayloads[K] };
}[Kind];
