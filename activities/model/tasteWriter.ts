import { type Database, inTransaction } from '#db/pool';
import { dropOlderTastes, type NewTaste, storeTastes, type TastePass } from '#db/search/taste';
import { shortened } from '#domain/search/taste/profile';
import { tasteSums } from '#domain/search/taste/sums';
import type { TasteItem } from '#domain/search/taste/types';
import type { CustomerDeeds } from '#domain/selection/model/types';

/** Customers between two reports: a fraction of a second of reading. */
export const reportEvery = 1_000;
/** Profiles stored at once: a fraction of a second, for which a customer who turns personalization off may wait. */
const pageSize = 200;

/**
 * Makes the taste profiles of a program's customers out of the same pass over their deeds that training makes, so that
 * millions of events are read once. Who has personalization off is not in that pass. Safe to run again: a profile
 * replaces the one before, unless that one is newer.
 */
export class TasteWriter {
  private readonly items: Map<string, TasteItem>;
  private page: NewTaste[] = [];

  constructor(
    private readonly db: Database,
    private readonly pass: TastePass,
    catalog: readonly (TasteItem & { sku: string })[],
  ) {
    this.items = new Map(catalog.map((item) => [item.sku, item]));
  }

  /** All deeds of one customer, oldest first. */
  async add({ customerId, deeds }: CustomerDeeds): Promise<void> {
    const known = deeds.map((deed) => ({ deed, item: this.items.get(deed.sku) ?? null }));
    const sums = shortened(tasteSums(known, this.pass.asOf.getTime()));
    if (sums.deeds === 0) return;
    this.page.push({ customerId, sums });
    if (this.page.length >= pageSize) await this.flush();
  }

  /** All customers of a stream, where training does not read the same one. */
  async addAll(
    stream: AsyncIterable<CustomerDeeds>,
    report: (customers: number) => void,
    signal: AbortSignal,
  ): Promise<void> {
    let customers = 0;
    for await (const customer of stream) {
      signal.throwIfAborted();
      await this.add(customer);
      customers += 1;
      if (customers % reportEvery === 0) report(customers);
    }
  }

  /** Call once, after the last customer: profiles that nothing was found for go. */
  async finish(): Promise<void> {
    await this.flush();
    await dropOlderTastes(this.db, this.pass);
  }

  private async flush(): Promise<void> {
    const page = this.page;
    this.page = [];
    if (page.length > 0) await inTransaction(this.db, (tx) => storeTastes(tx, this.pass, page));
  }
}
