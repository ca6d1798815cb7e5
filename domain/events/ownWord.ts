import type { EventData, EventKind, EventSource } from './types';

/** Of an event about an item, what tells the act and whose word it is. */
export interface ToldEvent {
  kind: EventKind;
  sku: string;
  subscriptionId: string | null;
  source: EventSource;
  data: EventData;
}

/**
 * One customer's events without what a client says of an act that Everbox has recorded itself: a swap, say, that went through
 * the API and that the client sends as an event too. Everbox's word stands, whatever the client's says and whenever it came.
 *
 * It is the same act when it is of the same kind in the same cycle of the same subscription; for a client that names no
 * cycle, when it is of the same kind and about the same item. What Everbox does not know of, clients are believed.
 */
export function withoutRepeats<Event extends ToldEvent>(events: Event[]): Event[] {
  const own = new Set<string>();
  for (const event of events) if (isOwn(event)) for (const act of actsOf(event)) own.add(act);
  return own.size === 0 ? events : events.filter((event) => isOwn(event) || !own.has(nearestAct(event)));
}

export const isOwn = ({ source }: Pick<ToldEvent, 'source'>): boolean => source === 'everbox';

/** All that a client could call it by. */
const actsOf = (event: ToldEvent): string[] => [inCycle(event), ofItemOfSubscription(event), ofItem(event)];

/** What a client's event calls the act by: as narrowly as it can. */
function nearestAct(event: ToldEvent): string {
  if (event.subscriptionId === null) return ofItem(event);
  return event.data.cycle === undefined ? ofItemOfSubscription(event) : inCycle(event);
}

const act = (...names: unknown[]): string => JSON.stringify(names);
const inCycle = ({ kind, subscriptionId, data }: ToldEvent): string => act('cycle', kind, subscriptionId, data.cycle);
const ofItemOfSubscription = ({ kind, subscriptionId, sku }: ToldEvent): string =>
  act('subscription', kind, subscriptionId, sku);
const ofItem = ({ kind, sku }: ToldEvent): string => act('item', kind, sku);
