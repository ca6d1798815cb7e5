import { shipmentIdOf } from '#domain/ids';
import type { LedgerFacts, SubscriptionFacts } from './facts';
import type { CycleRecord } from './fold';
import type { Acknowledged } from './journal';
import {
  hasLive,
  isCounted,
  isDelivered,
  isLive,
  isOfShipment,
  liveHandoffs,
  type ShipmentOperation,
  shipmentOperations,
} from './ledger';

/** Something that was acknowledged and did not happen, or happened and was not wanted. */
export interface Finding {
  subscriptionId: string;
  /** Null: it is about the whole subscription. */
  cycle: number | null;
  what: string;
}

/** Finds all that was lost of one subscription. `acknowledged` holds what the API acknowledged about it. */
export function findLost(facts: SubscriptionFacts, cycles: CycleRecord[], acknowledged: Acknowledged[]): Finding[] {
  const { subscriptionId, history } = facts;
  if (!history) return [{ subscriptionId, cycle: null, what: 'was signed up, and has no workflow' }];
  return [
    ...unaccepted(facts, acknowledged),
    ...cycles.flatMap((cycle) => checkCycle(facts, cycle, acknowledged)),
    ...unwanted(facts, cycles),
  ];
}

const updateNames: Partial<Record<Acknowledged['kind'], string>> = {
  skip: 'skipCycle',
  unskip: 'unskipCycle',
  swap: 'swapItem',
  address: 'changeAddress',
  pause: 'pauseSubscription',
  resume: 'resumeSubscription',
  cancel: 'cancelSubscription',
};

/** Changes that the API acknowledged and that no history knows. One accepted update answers for one acknowledgement. */
function unaccepted({ subscriptionId, history }: SubscriptionFacts, acknowledged: Acknowledged[]): Finding[] {
  const left = new Map<string, string>();
  for (const fact of history?.facts ?? []) {
    if (fact.kind !== 'accepted') continue;
    const { cycle, sku } = (fact.argument ?? {}) as { cycle?: number; sku?: string };
    left.set(fact.updateId, changeKey(fact.name, cycle, sku));
  }
  return acknowledged.flatMap((entry): Finding[] => {
    const name = updateNames[entry.kind];
    if (name === undefined || entry.open) return [];
    const cycle = 'cycle' in entry ? entry.cycle : undefined;
    const wanted = changeKey(name, cycle, 'sku' in entry ? entry.sku : undefined);
    const found = [...left].find(([, key]) => key === wanted);
    if (found) left.delete(found[0]);
    return found
      ? []
      : [{ subscriptionId, cycle: cycle ?? null, what: `${entry.kind} was acknowledged, not accepted` }];
  });
}

const changeKey = (name: string, cycle = 0, sku = ''): string => `${name}/${cycle}/${sku}`;

/** Must this cycle ship? One that was skipped must not, even if the skip was accepted too late to be honoured. */
const mustShip = ({ closed, skipped }: CycleRecord): boolean => closed === 'ships' && !skipped;

function checkCycle(facts: SubscriptionFacts, cycle: CycleRecord, acknowledged: Acknowledged[]): Finding[] {
  const { subscriptionId, ledger, shipments } = facts;
  const found = (what: string): Finding => ({ subscriptionId, cycle: cycle.number, what });
  const reference = shipmentIdOf(subscriptionId, cycle.number);
  if (!mustShip(cycle)) {
    const wasTouched = hasLive(ledger, reference);
    return cycle.closed !== null && wasTouched
      ? [found(`was ${cycle.skipped ? 'skipped' : cycle.closed}, yet charged or sent`)]
      : [];
  }
  const shipment = shipments.get(cycle.number);
  if (cycle.startedSku === null || !shipment) return [found('closed with a box that never became a shipment')];
  // Given up by ops, or for want of stock or money: then it must have been undone.
  if (shipment.abandoned) return hasLive(ledger, reference) ? [found('was abandoned, yet not undone')] : [];

  const missing = missingOf(ledger, reference, shipment.ended);
  const isOut = shipment.ended && missing.length === 0 && !isDelivered(ledger, reference);
  return [
    ...(missing.length > 0 ? [found(`shipped without ${inWords(missing)}`)] : []),
    ...(isOut && isCounted(ledger, 'bookParcel') ? [found('was never delivered')] : []),
    ...wrongContents(facts, cycle, acknowledged).map(found),
  ];
}

/**
 * What partners were not asked for, though the box went on. While its shipment is under way, only what comes before
 * something that was done can be missing; that it is late, its customer tells (see `perform.ts`).
 */
function missingOf(ledger: LedgerFacts, reference: string, ended: boolean): ShipmentOperation[] {
  const isDone = (operation: ShipmentOperation): boolean => isLive(ledger, reference, operation);
  const due = ended ? shipmentOperations : shipmentOperations.slice(0, shipmentOperations.findLastIndex(isDone) + 1);
  return due.filter((operation) => isCounted(ledger, operation) && !isDone(operation));
}

const inWords = (words: string[]): string => new Intl.ListFormat('en-GB').format(words);

/** What the warehouse was told, against the last accepted choice and the last acknowledged address. */
function wrongContents(
  { subscriptionId, ledger }: SubscriptionFacts,
  { number, sku, substitutes }: CycleRecord,
  acknowledged: Acknowledged[],
): string[] {
  const reference = shipmentIdOf(subscriptionId, number);
  const allowed = sku === null ? substitutes : [sku, ...substitutes];
  const addresses = addressesOf(acknowledged, number);
  return liveHandoffs(ledger, reference).flatMap((handoff) => [
    ...(allowed.includes(handoff.sku) ? [] : [`was to ship ${sku}, and the warehouse got ${handoff.sku}`]),
    ...(addresses.includes(handoff.addressLine1) ? [] : ['went to another address than the last accepted']),
  ]);
}

/** Where a cycle's box may go: the last acknowledged address, and any of which nobody knows, since it may come late. */
function addressesOf(acknowledged: Acknowledged[], cycle: number): string[] {
  const lines = { settled: '', open: [] as string[] };
  for (const entry of acknowledged) {
    if (entry.kind !== 'signUp' && (entry.kind !== 'address' || entry.fromCycle > cycle)) continue;
    if (entry.open) lines.open.push(entry.addressLine1);
    else lines.settled = entry.addressLine1;
  }
  return [lines.settled, ...lines.open];
}

/** Live effects under references of cycles that no history knows. */
function unwanted({ subscriptionId, ledger }: SubscriptionFacts, cycles: CycleRecord[]): Finding[] {
  const known = new Set(cycles.map(({ number }) => shipmentIdOf(subscriptionId, number)));
  const ghosts = ledger.effects.filter(({ reference, state, operation }) => {
    return state === 'live' && isOfShipment(operation) && !known.has(reference);
  });
  return [...new Set(ghosts.map(({ reference }) => reference))].map((reference) => ({
    subscriptionId,
    cycle: null,
    what: `${reference} was charged or sent, and no such cycle was opened`,
  }));
}
