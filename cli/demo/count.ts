import { findLost, type Finding } from './check';
import type { LedgerFacts, RunFacts, SubscriptionFacts } from './facts';
import { type CycleRecord, cyclesOf } from './fold';
import { isCounted, type ShipmentOperation } from './ledger';

/** What a run came to. Every number is of the partners' ledger or of Temporal's histories, none of Everbox's tables. */
export interface Tally {
  customers: number;
  /** Distinct cycles that opened, and of these the ones with an item. */
  cyclesOpened: number;
  selected: number;
  /** Accepted swaps. */
  swapped: number;
  /** Cycles that stayed skipped. */
  skipped: number;
  /** Distinct references with a charge that was not refunded, and those with more than one. Null: not to be counted. */
  charged: number | null;
  chargedTwice: number | null;
  /** Distinct references with a parcel that was not cancelled; twice: more than one handoff, or parcel. */
  shipped: number | null;
  shippedTwice: number | null;
  /** Distinct references of which a parcel reached the door. */
  delivered: number | null;
  /** Shipments that were given up and undone. */
  abandoned: number;
  /** Faults that partners had. */
  faults: number;
  /** What was acknowledged and did not happen: see `findings`. */
  lost: number;
  /** Changes that got no answer, or none that says whether they were taken. */
  open: number;
  /** Events of all runs of the subscriptions and their shipments, per shipment; null without any. */
  historyEventsPerShipment: number | null;
  subscriptionEventsPerCycle: number | null;
  shipmentEventsPerShipment: number | null;
}

export function count({ subscriptions, acknowledged }: RunFacts): { tally: Tally; findings: Finding[] } {
  const cyclesBySubscription = new Map<SubscriptionFacts, CycleRecord[]>(
    subscriptions.map((facts) => [facts, facts.history ? cyclesOf(facts.history) : []]),
  );
  const findings = [...cyclesBySubscription].flatMap(([facts, cycles]) => {
    const own = acknowledged.filter(({ subscriptionId }) => subscriptionId === facts.subscriptionId);
    return findLost(facts, cycles, own);
  });
  const cycles = [...cyclesBySubscription.values()].flat();
  const effects = effectCounts(subscriptions.map(({ ledger }) => ledger));
  const tally: Tally = {
    customers: subscriptions.length,
    cyclesOpened: cycles.length,
    selected: cycles.filter(({ offered }) => offered).length,
    swapped: sum(cycles.map(({ swaps }) => swaps)),
    skipped: cycles.filter(({ closed }) => closed === 'skipped').length,
    ...effects,
    abandoned: shipmentsOf(subscriptions).filter(({ abandoned }) => abandoned).length,
    faults: sum(subscriptions.map(({ ledger }) => ledger.faults)),
    lost: findings.length,
    open: acknowledged.filter(({ open }) => open).length,
    ...eventCounts(subscriptions, cycles.length, effects.shipped),
  };
  return { tally, findings };
}

/** What the ledgers have; null where the simulator does not play who did it. */
function effectCounts(ledgers: LedgerFacts[]) {
  const effects = ledgers.flatMap((ledger) => ledger.effects);
  const perReference = (operation: ShipmentOperation): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const { reference } of effects.filter((effect) => effect.state === 'live' && effect.operation === operation)) {
      counts.set(reference, (counts.get(reference) ?? 0) + 1);
    }
    return counts;
  };
  const doubled = (operation: ShipmentOperation): string[] =>
    [...perReference(operation)].filter(([, n]) => n > 1).map(([reference]) => reference);
  const countIf = (operations: ShipmentOperation[], found: () => Iterable<unknown>): number | null =>
    ledgers.every((ledger) => operations.every((each) => isCounted(ledger, each))) ? new Set(found()).size : null;
  const arrived = effects.filter(({ deliveredAt }) => deliveredAt !== null);
  return {
    charged: countIf(['charge'], () => perReference('charge').keys()),
    chargedTwice: countIf(['charge'], () => doubled('charge')),
    shipped: countIf(['bookParcel'], () => perReference('bookParcel').keys()),
    shippedTwice: countIf(['handOff', 'bookParcel'], () => [...doubled('handOff'), ...doubled('bookParcel')]),
    delivered: countIf(['bookParcel'], () => arrived.map(({ reference }) => reference)),
  };
}

function eventCounts(subscriptions: SubscriptionFacts[], cycles: number, shipped: number | null) {
  const shipments = shipmentsOf(subscriptions);
  const ofSubscriptions = sum(subscriptions.map(({ history }) => history?.events ?? 0));
  const ofShipments = sum(shipments.map(({ events }) => events));
  return {
    historyEventsPerShipment: shipped === null ? null : ratio(ofSubscriptions + ofShipments, shipped),
    subscriptionEventsPerCycle: ratio(ofSubscriptions, cycles),
    shipmentEventsPerShipment: ratio(ofShipments, shipments.length),
  };
}

const shipmentsOf = (subscriptions: SubscriptionFacts[]) =>
  subscriptions.flatMap(({ shipments }) => [...shipments.values()]);
const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
const ratio = (total: number, parts: number): number | null =>
  parts === 0 ? null : Math.round((total / parts) * 10) / 10;
