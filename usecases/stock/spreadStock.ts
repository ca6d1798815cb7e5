import { type Database, inTransaction } from '#db/pool';
import { allowLongStatements, lockProgramCatalog } from '#db/catalog/catalog';
import { readCatalog } from '#db/selection/selectionInputs';
import { lockCentral, readShelved, topUp } from '#db/catalog/stationCounts';
import type { Zone } from '#domain/zone/types';
import type { Program } from '#domain/program/types';
import { prepareCatalog } from '#domain/selection/index';
import type { CatalogItem } from '#domain/selection/types';

export interface SpreadSummary {
  zone: string;
  program: string;
  /** Items that were considered: the best of those that the program picks from, and that are to be had. */
  items: number;
  /** Units that went from the warehouse to stations, in all and by station. */
  moved: number;
  movedByStation: Record<string, number>;
}

/**
 * Tops the stations of a zone up to `units` each of the program's `top` best items, from the central warehouse, in one
 * transaction: units are moved, never made. What is scarce goes round, one unit to each station at a time.
 *
 * Why it is safe to run again: a shelf that is full gets nothing.
 */
export async function spreadStock(
  db: Database,
  zone: Zone,
  program: Program,
  { units, top }: { units: number; top: number },
): Promise<SpreadSummary> {
  return inTransaction(db, async (tx) => {
    await allowLongStatements(tx);
    await lockProgramCatalog(tx, program.id); // not beside an import, which sets what is moved here
    const shelved = await readShelved(
      tx,
      zone.stations.map(({ id }) => id),
      program.id,
    );
    const skus = bestItems(await readCatalog(tx, program.id), program, shelved).slice(0, top);
    await lockCentral(tx, program.id, skus);
    const movedByStation = Object.fromEntries(zone.stations.map(({ id }) => [id, 0]));
    for (let level = 1; level <= units; level += 1) {
      for (const { id } of zone.stations) movedByStation[id]! += await topUp(tx, id, program.id, skus, level);
    }
    const moved = Object.values(movedByStation).reduce((sum, each) => sum + each, 0);
    return { zone: zone.id, program: program.id, items: skus.length, moved, movedByStation };
  });
}

/**
 * By what their ratings and awards count for the program, which is what its picks come from. What stations have already
 * stays among them when the warehouse has run out, or the next run would go on with the items below.
 */
function bestItems(items: CatalogItem[], { selection, plans }: Program, shelved: ReadonlySet<string>): string[] {
  const catalog = prepareCatalog(items, selection);
  const hasPlan = ({ priceCents }: CatalogItem): boolean =>
    plans.some((plan) => priceCents <= plan.maxItemPriceCents && priceCents >= (plan.minItemPriceCents ?? 0));
  return catalog.items
    .map((item, index) => ({ item, score: catalog.ratingParts[index]! + catalog.awardParts[index]! }))
    .filter(({ item }) => (item.available > 0 || shelved.has(item.sku)) && hasPlan(item))
    .toSorted((one, other) => other.score - one.score)
    .map(({ item }) => item.sku);
}
