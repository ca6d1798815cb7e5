/**
 * What happened, as a row of `events`: the source of training, metrics and the warehouse. Everbox writes one in the
 * transaction of each fact of its own; clients send theirs to `POST /v1/events`.
 */
export const eventKinds = [
  'view', // the customer saw the item's page
  'search', // data.query; of one that the server answered itself, also what domain/events/search.ts has
  'click', // the customer followed a link to the item, from a list (of a search: data.searchId, data.position) or a message
  'select', // Everbox offered the item as a cycle's pick
  'swap', // the customer swapped away from `sku` (null: nothing had been picked); data.to is what they took instead
  'skip', // the customer skipped the cycle in which `sku` would have come
  'unskip',
  'deliver', // the item reached the customer: shipped in a cycle, or ordered
  'rate', // data.stars of the item
  'rateSubscription', // data.stars of the subscription as a whole
  'return', // data.reason
  'surveyAnswer',
  'fit', // data.fit: did a wearable item fit
  'cancel',
  'renew', // a cycle was closed with an item to ship and charge
  'signUp',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** Whose word it is: Everbox's own, written with the fact; a customer's client; another service's. */
export type EventSource = 'everbox' | 'customer' | 'service';

/** An event to be written. Where it came from and when it was received, the writer adds. */
export interface NewEvent {
  /** The same for every repeat; unique per customer. Everbox's own are built in `domain/ids.ts`. */
  id: string;
  kind: EventKind;
  customerId: string;
  programId: string | null;
  sku: string | null;
  subscriptionId: string | null;
  sessionId: string | null;
  /** Business time, ms since the epoch. */
  occurredAtMs: number;
  /** What the kind needs beyond that. No personal data: it goes to the warehouse. */
  data: EventData;
}

export interface EventData {
  /** Number of the subscription's cycle that the event is about. */
  cycle?: number;
  shipmentId?: string;
  /** Of `rate` and `rateSubscription`: 1-5. */
  stars?: number;
  /** Of `swap`: the SKU that the customer took instead. */
  to?: string;
  /** Of `return`: a code, never the customer's own words. */
  reason?: string;
  /** Of `fit`. */
  fit?: 'tooSmall' | 'good' | 'tooLarge';
  /** Of `search`. */
  query?: string;
  /** Of `search`, and of a `click` in its list: which search. */
  searchId?: string;
  /** Of a `click` in a search's list: its place there, from 1. */
  position?: number;
  [more: string]: unknown;
}
