import type { CustomerDeeds } from '../selection/model/types';
import { type DeedEvent, deedsOf } from './deeds';

/** The latest of one customer's events that count: a client that sends views without end must not fill the memory. */
const maxEventsPerCustomer = 5_000;

/** An event, and whose it is. */
export interface CustomerEvent extends DeedEvent {
  customerId: string;
}

/**
 * What customers did, one customer after another, out of pages of their events: those of a customer stand together, oldest
 * first. One customer and one page are in memory at a time.
 */
export async function* deedsByCustomer(pages: AsyncIterable<readonly CustomerEvent[]>): AsyncGenerator<CustomerDeeds> {
  let current: string | undefined;
  let own: DeedEvent[] = [];
  const finished = (customerId: string): CustomerDeeds => ({
    customerId,
    deeds: deedsOf(own.slice(-maxEventsPerCustomer)),
  });
  for await (const page of pages) {
    for (const event of page) {
      if (event.customerId !== current) {
        if (current !== undefined) yield finished(current);
        current = event.customerId;
        own = [];
      }
      own.push(event);
      if (own.length >= 2 * maxEventsPerCustomer) own = own.slice(-maxEventsPerCustomer);
    }
  }
  if (current !== undefined) yield finished(current);
}
