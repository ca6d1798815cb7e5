import type { DeliveryPromise } from '#domain/delivery/types';
import type { ShipmentEvent } from '#domain/shipment/events';
import { advance, initialShipment, nextDunningAtMs } from '#domain/shipment/machine';
import { transitions } from '#domain/shipment/transitions';
import type { ShipmentState } from '#domain/shipment/types';

export const dunningDays = [1, 3, 5];
const card = { paymentMethodId: 'pay_1', decidedAtMs: 1_000, revision: 2 };
export const box = { sku: 'A', addressId: 'adr_1', payment: card };
export const promise: DeliveryPromise = {
  promiseId: 'prm',
  zoneId: 'town',
  stationId: 'market',
  place: { lat: 53.8, lng: -1.5 },
  orderedAtMs: 1,
  handoffDueAtMs: 2,
  dueAtMs: 3,
  feeCents: 499,
  missed: { refundFee: true, creditCents: 0 },
};

/** The business time at which a box ships: some walks are paid before, some after. */
const shipAtMs = 1_000;

const isDunningOver = (state: ShipmentState): boolean => nextDunningAtMs(state, dunningDays) === null;

const attention = { charging: 'DataMissing', handingOff: 'AddressRefused', booking: 'ParcelRefused' } as const;
const attentionIn = ({ phase }: ShipmentState) => {
  if (phase === 'inTransit') return 'ParcelReturned';
  return phase === 'charging' || phase === 'handingOff' || phase === 'booking' ? attention[phase] : 'OutOfStock';
};

/** Events of each kind, as the workflow's steps and handlers report them of a state in which the kind may come. */
const samples: Record<ShipmentEvent['kind'], (state: ShipmentState) => ShipmentEvent[]> = {
  reserved: () => [{ kind: 'reserved', sku: 'A', stationId: null }],
  charged: () => [
    { kind: 'charged', chargeId: 'ch', shipAtMs },
    { kind: 'charged', chargeId: 'ch', shipAtMs: 0 },
    { kind: 'charged', chargeId: 'ch', shipAtMs: 0, courier: true },
  ],
  declined: () => [{ kind: 'declined' }],
  dunningDayCame: (state) => (isDunningOver(state) ? [] : [{ kind: 'dunningDayCame' }]),
  dunningExhausted: (state) => (isDunningOver(state) ? [{ kind: 'dunningExhausted' }] : []),
  shipDateCame: () => [{ kind: 'shipDateCame' }, { kind: 'shipDateCame', courier: true }],
  promised: () => [
    { kind: 'promised', promise },
    { kind: 'promised', promise: null },
  ],
  handedOff: () => [
    { kind: 'handedOff', warehouseOrderId: 'wo', oneHour: false },
    { kind: 'handedOff', warehouseOrderId: 'wo', oneHour: true },
  ],
  booked: () => [{ kind: 'booked', trackingNumber: 'tn' }],
  overdue: () => [{ kind: 'overdue' }],
  delivered: () => [{ kind: 'delivered', atMs: 5 }],
  needsPerson: (state) => [{ kind: 'needsPerson', reason: attentionIn(state) }],
  retried: () => [{ kind: 'retried', addressId: 'adr_2' }],
  abandoned: ({ phase }) =>
    phase === 'delivering'
      ? ['lost', 'returned', 'ops'].map((reason) => ({ kind: 'abandoned', reason }))
      : [{ kind: 'abandoned', reason: 'ops' }],
  compensated: () => [{ kind: 'compensated' }],
  ratingRequested: () => [{ kind: 'ratingRequested' }],
};

const eventKinds = Object.keys(samples) as ShipmentEvent['kind'][];

/** What may happen to a shipment, by the table. */
export function possible(state: ShipmentState, table = transitions): ShipmentEvent[] {
  return eventKinds.filter((kind) => table[state.phase][kind]).flatMap((kind) => samples[kind](state));
}

/** One event of each kind, whether it may come or not. */
export const anyEvents = (state: ShipmentState): ShipmentEvent[] => eventKinds.flatMap((kind) => samples[kind](state));

/** Walks the machine by a list of random choices; calls `visit` after every event. */
export function walk(
  choices: number[],
  visit: (state: ShipmentState, event: ShipmentEvent, before: ShipmentState) => void,
  table = transitions,
): void {
  let state = initialShipment(box);
  for (const [index, choice] of choices.entries()) {
    const events = possible(state, table);
    const event = events[choice % Math.max(1, events.length)];
    if (!event) return;
    const before = state;
    state = advance(state, event, index * 10);
    visit(state, event, before);
  }
}
