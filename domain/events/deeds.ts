import type { Deed } from '../selection/model/types';
import type { EventData, EventKind } from './types';

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

/** An event of those kinds, as it is stored. */
export interface DeedEvent {
  kind: EventKind;
  sku: string;
  occurredAt: Date;
  data: EventData;
}

interface CycleDeed extends Deed {
  cycle: number | undefined;
}

/**
 * The deeds that one customer's events of one program stand for; both are oldest first. What was taken back in the same
 * cycle does not count: a skip that was undone, an item that was swapped away and then back.
 */
export function deedsOf(events: DeedEvent[]): Deed[] {
  const deeds: CycleDeed[] = [];
  for (const event of events) {
    const { cycle, to } = event.data;
    if (event.kind === 'unskip') takeBack(deeds, 'skipped', event.sku, cycle);
    if (event.kind === 'swap' && to !== undefined) takeBack(deeds, 'swappedAway', to, cycle);
    const deed = deedOf(event);
    if (deed) deeds.push({ ...deed, cycle });
  }
  return deeds.map(({ cycle: _only, ...deed }) => deed);
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
      return { sku, kind: 'returned', atMs };
    case 'view':
      return { sku, kind: 'viewed', atMs };
    case 'click':
      return { sku, kind: 'clicked', atMs };
    default:
      return null;
  }
}

function takeBack(deeds: CycleDeed[], kind: Deed['kind'], sku: string, cycle: number | undefined): void {
  const index = deeds.findLastIndex((deed) => deed.kind === kind && deed.sku === sku && deed.cycle === cycle);
  if (index >= 0) deeds.splice(index, 1);
}
