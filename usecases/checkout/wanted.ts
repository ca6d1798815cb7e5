import { type CycleRead, readCycle } from '#db/subscriptions/cycleReads';
import type { OfferedItem } from '#db/catalog/items';
import type { Queryable } from '#db/pool';
import type { Program } from '#domain/program/types';
import { Refusal } from '../refusal';
import { requireItem, requireProgram } from '../subscriptions/programRules';

/** What is to be delivered. */
export interface WantedItem {
  program: Program;
  sku: string;
  item: OfferedItem;
}

/** @throws Refusal when there is no such program or item */
export async function wantedItem(db: Queryable, programId: string, sku: string): Promise<WantedItem> {
  const program = await requireProgram(db, programId, 'query');
  return { program, sku, item: await requireItem(db, programId, sku, 'query') };
}

/** A cycle that holds an item to deliver. @throws Refusal when it has not opened, or nothing suited */
export async function cycleWithItem(
  db: Queryable,
  subscriptionId: string,
  number: number,
): Promise<CycleRead & { sku: string }> {
  const cycle = await readCycle(db, subscriptionId, number);
  const sku = cycle?.sku;
  if (!cycle || !sku) throw new Refusal('NotFound', `cycle ${number} holds no item`);
  return { ...cycle, sku };
}
