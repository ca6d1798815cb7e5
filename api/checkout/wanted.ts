import { readCycle } from '../../db/queries/cycleReads';
import type { OfferedItem } from '../../db/queries/items';
import type { LatLng } from '../../domain/geography/types';
import type { Program } from '../../domain/program/types';
import type { ApiContext, Caller } from '../context';
import { ownSubscription } from '../ownership';
import { Problem } from '../problems';
import { requireItem, requireProgram } from '../programRules';

/** What is to be delivered, and where. */
export interface WantedItem {
  program: Program;
  sku: string;
  item: OfferedItem;
  /** Null: the address says none. */
  place: LatLng | null;
}

/** Either the first four, or the last two: the schema of the query sees to it. */
interface Query {
  programId?: string | undefined;
  sku?: string | undefined;
  lat?: number | undefined;
  lng?: number | undefined;
  subscriptionId?: string | undefined;
  cycle?: number | undefined;
}

/** @throws Problem when there is no such program, item, subscription of the caller's, or cycle with an item */
export async function wantedOf(context: ApiContext, query: Query, caller: Caller): Promise<WantedItem> {
  const { programId = '', sku = '', lat, lng, subscriptionId, cycle } = query;
  if (subscriptionId !== undefined && cycle !== undefined) return ofCycle(context, subscriptionId, cycle, caller);
  const place = lat === undefined || lng === undefined ? null : { lat, lng };
  return itemTo(context, programId, sku, place);
}

async function ofCycle(context: ApiContext, id: string, number: number, caller: Caller): Promise<WantedItem> {
  const subscription = await ownSubscription(context, { params: { id }, caller });
  const cycle = await readCycle(context.db, id, number);
  if (!cycle?.sku) throw new Problem('NotFound', `cycle ${number} holds no item`);
  return itemTo(context, subscription.programId, cycle.sku, subscription.address.location);
}

async function itemTo({ db }: ApiContext, programId: string, sku: string, place: LatLng | null): Promise<WantedItem> {
  const program = await requireProgram(db, programId, 'query');
  return { program, sku, item: await requireItem(db, programId, sku, 'query'), place };
}
