import type { SelectionChanges } from './changes';
import { Lru } from './lru';

/** Customers of whom anything is kept: some 10 kB each. */
const mostCustomers = 5_000;

/**
 * What was worked out for customers, each of them under keys of the caller's (a program, a session), until they act or a model
 * is published.
 *
 * Invariant: nothing is given that a message made stale. While messages are not heard nothing is given, and what was being
 * worked out while one came is not kept, since it may be from before.
 */
export class CustomerCache<Value> {
  private readonly customers = new Lru<Map<string, Value>>(mostCustomers);
  private heard = 0;

  /** Of a customer with more than `mostKeys`, all go. */
  constructor(
    private readonly changes: SelectionChanges,
    private readonly mostKeys = Infinity,
  ) {
    const forgetAll = (): void => this.forget(() => this.customers.clear());
    changes.tell({
      customerActed: (customerId) => this.forget(() => this.customers.delete(customerId)),
      modelPublished: forgetAll,
      missed: forgetAll,
    });
  }

  get(customerId: string, key: string): Value | undefined {
    return this.changes.isListening ? this.customers.get(customerId)?.get(key) : undefined;
  }

  /** Works it out, and keeps it if it may be. */
  async make(customerId: string, key: string, work: () => Promise<Value>): Promise<Value> {
    const heardBefore = this.heard;
    const value = await work();
    if (this.changes.isListening && heardBefore === this.heard) this.keep(customerId, key, value);
    return value;
  }

  private keep(customerId: string, key: string, value: Value): void {
    const ofCustomer = this.customers.get(customerId) ?? new Map<string, Value>();
    if (ofCustomer.size >= this.mostKeys && !ofCustomer.has(key)) ofCustomer.clear();
    ofCustomer.set(key, value);
    this.customers.set(customerId, ofCustomer);
  }

  private forget(drop: () => void): void {
    this.heard += 1;
    drop();
  }
}
