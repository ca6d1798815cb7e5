import { businessAt } from '#domain/clock';
import type { SubscriptionStatus } from '#domain/subscription/types';
import type { HistoryFact, SubscriptionHistory } from './facts';

/** What became of one cycle, worked out anew from what was accepted: Everbox's own verdict is not asked. */
export interface CycleRecord {
  number: number;
  /** The last accepted choice; null when nothing was offered. */
  sku: string | null;
  /** Selection offered an item when it opened. */
  offered: boolean;
  /** What may ship in its place: nothing where the customer chose. */
  substitutes: string[];
  swaps: number;
  skipped: boolean;
  cutoffAtMs: number;
  /** What must become of it; null while it is open. */
  closed: 'ships' | 'skipped' | 'paused' | 'unfilled' | 'cancelled' | null;
  /** SKU that the shipment was started with; null: none was started. */
  startedSku: string | null;
}

interface Folding {
  status: SubscriptionStatus;
  cycles: Map<number, CycleRecord>;
  open: CycleRecord | null;
  seenUpdates: Set<string>;
}

/** Replays a subscription's accepted changes, in their order, into its cycles. */
export function cyclesOf({ facts, clock }: SubscriptionHistory): CycleRecord[] {
  const folding: Folding = { status: 'active', cycles: new Map(), open: null, seenUpdates: new Set() };
  for (const fact of facts) {
    if (fact.kind === 'accepted' && folding.open && businessAt(clock, fact.atWallMs) >= folding.open.cutoffAtMs) {
      // The change came first in the history, but its time is after the cutoff: it must not touch this cycle any more.
      close(folding);
    }
    take(folding, fact);
  }
  return [...folding.cycles.values()];
}

function take(folding: Folding, fact: HistoryFact): void {
  switch (fact.kind) {
    case 'opened':
      return open(folding, fact);
    case 'accepted':
      // Asked again in a later run, an update is accepted again and gets its first answer: that is no second change.
      if (folding.seenUpdates.has(fact.updateId)) return;
      folding.seenUpdates.add(fact.updateId);
      return change(folding, fact.name, fact.argument);
    case 'paymentFailed':
      if (folding.status === 'active') folding.status = 'pastDue';
      return;
    case 'shipmentStarted': {
      const cycle = folding.cycles.get(fact.input.cycle);
      if (cycle) cycle.startedSku = fact.input.sku;
      return;
    }
    case 'runEnded':
      return close(folding);
  }
}

function open(folding: Folding, { opening }: Extract<HistoryFact, { kind: 'opened' }>): void {
  const { number, sku, cutoffAtMs } = opening.cycle;
  const { substitutes } = opening;
  const untouched = { swaps: 0, skipped: false, closed: null, startedSku: null };
  folding.open = { number, sku, offered: sku !== null, substitutes, cutoffAtMs, ...untouched };
  folding.cycles.set(number, folding.open);
  if (folding.status === 'cancelled') close(folding);
}

function change(folding: Folding, name: string, argument: unknown): void {
  const { cycle: number, sku } = (argument ?? {}) as { cycle?: number; sku?: string };
  const cycle = number === undefined ? undefined : folding.cycles.get(number);
  switch (name) {
    case 'skipCycle':
      if (cycle) cycle.skipped = true;
      return;
    case 'unskipCycle':
      if (cycle) cycle.skipped = false;
      return;
    case 'swapItem':
      if (cycle && sku !== undefined)
        Object.assign(cycle, { sku, substitutes: [], skipped: false, swaps: cycle.swaps + 1 });
      return;
    case 'pauseSubscription':
      folding.status = 'paused';
      return;
    case 'resumeSubscription':
      folding.status = 'active';
      return;
    case 'cancelSubscription':
      folding.status = 'cancelled';
      return close(folding);
  }
}

function close(folding: Folding): void {
  if (folding.open) folding.open.closed = outcomeOf(folding.open, folding.status);
  folding.open = null;
}

function outcomeOf({ skipped, sku }: CycleRecord, status: SubscriptionStatus): NonNullable<CycleRecord['closed']> {
  if (status === 'cancelled') return 'cancelled';
  if (skipped) return 'skipped';
  if (status !== 'active') return 'paused';
  return sku === null ? 'unfilled' : 'ships';
}
