import { ownEventId } from '../ids';
import type { CycleStatus, OpenCycle, SubscriptionState } from '../subscription/types';
import type { NewEvent } from './types';

/** What Everbox's own facts are as events. Each ID derives from the fact, so that telling it again is the same event. */

/** Whose subscription, and to what. */
export type Subject = Pick<SubscriptionState, 'id' | 'customerId' | 'programId'>;

const ofSubscription = ({ id, customerId, programId }: Subject) => ({
  customerId,
  programId,
  subscriptionId: id,
  sessionId: null,
});

export function signUpEvent(state: Subject & Pick<SubscriptionState, 'anchor'>): NewEvent {
  const id = ownEventId(state.id, 'signUp');
  return { ...ofSubscription(state), id, kind: 'signUp', sku: null, occurredAtMs: state.anchor.atMs, data: {} };
}

/** Cancelled is final, so it happens once. */
export function cancelEvent(state: Subject, atMs: number): NewEvent {
  const id = ownEventId(state.id, 'cancel');
  return { ...ofSubscription(state), id, kind: 'cancel', sku: null, occurredAtMs: atMs, data: {} };
}

/** The pick as a cycle opened; null when nothing suited. */
export function selectEvents(state: Subject, cycle: Pick<OpenCycle, 'number' | 'sku' | 'openedAtMs'>): NewEvent[] {
  if (cycle.sku === null) return [];
  const id = ownEventId(`${state.id}:${cycle.number}`, 'select');
  const data = { cycle: cycle.number };
  return [{ ...ofSubscription(state), id, kind: 'select', sku: cycle.sku, occurredAtMs: cycle.openedAtMs, data }];
}

/** A cycle as the read model has it. */
export interface CycleFacts {
  status: CycleStatus;
  sku: string | null;
  skipped: boolean;
}

/** A change of a cycle in the read model, from one revision to a higher one. */
export interface CycleChange {
  cycle: number;
  before: CycleFacts;
  after: CycleFacts;
  /** The higher one. */
  revision: number;
  atMs: number;
}

/** What a change of a cycle was: none, one or several deeds of the customer, and its end. */
export function cycleEvents(state: Subject, { cycle, before, after, revision, atMs }: CycleChange): NewEvent[] {
  const event = (kind: NewEvent['kind'], sku: string | null, data: NewEvent['data'] = {}): NewEvent => ({
    ...ofSubscription(state),
    id: ownEventId(`${state.id}:${cycle}`, kind, revision),
    kind,
    sku,
    occurredAtMs: atMs,
    data: { cycle, ...data },
  });
  const events: NewEvent[] = [];
  // A swap takes a skip back, and that is two events: what was skipped is no longer.
  if (before.skipped && !after.skipped) events.push(event('unskip', before.sku));
  if (after.sku !== null && after.sku !== before.sku) events.push(event('swap', before.sku, { to: after.sku }));
  if (!before.skipped && after.skipped) events.push(event('skip', after.sku));
  if (before.status === 'open' && after.status === 'shipped') events.push(event('renew', after.sku));
  return events;
}

/** A shipment as its row has it. */
export interface ShipmentFacts {
  shipmentId: string;
  /** Null: a single order. */
  subscriptionId: string | null;
  cycle: number;
  customerId: string;
  programId: string;
  sku: string;
}

export function deliverEvent(shipment: ShipmentFacts, deliveredAtMs: number): NewEvent {
  return ofShipment(shipment, 'deliver', deliveredAtMs);
}

/** A shipment is rated once. */
export function rateEvent(shipment: ShipmentFacts, stars: number, atMs: number): NewEvent {
  const event = ofShipment(shipment, 'rate', atMs);
  return { ...event, data: { ...event.data, stars } };
}

/** What happens to a shipment once. */
export function ofShipment(shipment: ShipmentFacts, kind: NewEvent['kind'], occurredAtMs: number): NewEvent {
  const { shipmentId, subscriptionId, cycle, customerId, programId, sku } = shipment;
  return {
    id: ownEventId(shipmentId, kind),
    kind,
    customerId,
    programId,
    sku,
    subscriptionId,
    sessionId: null,
    occurredAtMs,
    data: subscriptionId === null ? { shipmentId } : { shipmentId, cycle },
  };
}
