import type { Deed } from '../selection/model/types';
import { isOwn, type ToldEvent, withoutRepeats } from './ownWord';
import type { EventKind } from './types';

/** Kinds of events that say something of a customer's taste. */
export const deedEventKinds: readonly EventKind[] = [
  'deliver',
  'rate',
  'swap',
  'skip',
  'unskip',
  'return',
  'view',
  'click',
];

/** Only looked at: these may wait until what is kept for the customer runs out; all other deeds count in the next pick. */
const looks: ReadonlySet<EventKind> = new Set<EventKind>(['view', 'click']);

/** Does an event of this kind make whatever was ranked for the customer before it stale? */
export const countsAtOnce = (kind: EventKind): boolean =>
  kind === 'fit' || (deedEventKinds.includes(kind) && !looks.has(kind));

/** An event of those kinds, as it is stored. */
export interface DeedEvent extends ToldEvent {
  occurredAt: Date;
}

interface CycleDeed extends Deed {
  cycle: number | undefined;
  /** Everbox's own word: a client cannot take it back. */
  own: boolean;
}

/**
 * The deeds that one customer's events of one program stand for; both are oldest first. What was taken back in the same
 * cycle does not count: a skip that was undone, an item that was swapped away and then back. An act that both Everbox and a
 * client tell of counts once.
 */
export function deedsOf(events: DeedEvent[]): Deed[] {
  const deeds: CycleDeed[] = [];
  for (const event of withoutRepeats(events)) {
    const { cycle, to } = event.data;
    const own = isOwn(event);
    if (event.kind === 'unskip') takeBack(deeds, 'skipped', { sku: event.sku, cycle, own });
    if (event.kind === 'swap' && to !== undefined) takeBack(deeds, 'swappedAway', { sku: to, cycle, own });
    const deed = deedOf(event);
    if (deed) deeds.push({ ...deed, cycle, own });
  }
  return deeds.map(({ cycle: _cycle, own: _own, ...deed }) => deed);
}

function deedOf({ kind, sku, occurredAt, data }: DeedEvent): Deed | null {
  const atMs = occurredAt.getTime();
  switch (kind) {
    case 'deliver':
      return { sku, kind: 'sent', atMs };
    case 'rate':
      return data.stars === undefined ? null : { sku, kind: 'rated', atMs, stars: data.stars };
    case 'swap':
      return { sku, kind: 'swappedAway', atMs };
    case 'skip':
      return { sku, kind: 'skipped', atMs };
    case 'return':
      // Another size would have been kept: that says nothing against the item.
      return data.reason === 'tooSmall' || data.reason === 'tooLarge' ? null : { sku, kind: 'returned', atMs };
    case 'view':
      return { sku, kind: 'viewed', atMs };
    case 'click':
      return { sku, kind: 'clicked', atMs };
    default:
      return null;
  }
}

function takeBack(deeds: CycleDeed[], kind: Deed['kind'], what: Pick<CycleDeed, 'sku' | 'cycle' | 'own'>): void {
  const index = deeds.findLastIndex(
    (deed) => deed.kind === kind && deed.sku === what.sku && deed.cycle === what.cycle && deed.own === what.own,
  );
  if (index >= 0) deeds.splice(index, 1);
}
