import type { DeliveryEnd } from '#domain/delivery/types';
import type { Visit } from '#simulator/phones/views';
import type { EffectView } from '#simulator/views';

/** An order that the API took: it must reach its door, or be paid back. Times are wall ms since the epoch. */
export interface PlacedOrder {
  name: string;
  orderId: string;
  /** Also the reference of all that partners did for it, and the ID of its delivery. */
  shipmentId: string;
  clickedAtMs: number;
}

/** All that one order left behind, as the partners, Temporal and Everbox's own log tell it. */
export interface OrderFacts {
  order: PlacedOrder;
  /** The partners' ledger under the order's reference. */
  effects: Pick<EffectView, 'operation' | 'state'>[];
  /** What couriers did, as they saw it. */
  visits: Pick<Visit, 'courierId' | 'kind' | 'at'>[];
  /** How the delivery's workflow ended; null: it has not, or there is none. */
  end: DeliveryEnd | null;
  /** Couriers to whom dispatch gave it, and whether the log says why. */
  assignments: { courierId: string; explained: boolean }[];
}

/** What the couriers' phones and the offers came to. */
export interface CourierFacts {
  offers: number;
  declined: number;
  vanished: number;
}
