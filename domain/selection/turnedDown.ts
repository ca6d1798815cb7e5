import type { PreparedCatalog } from './catalog';
import type { Deed } from './model/types';
import type { SelectionHistory } from './types';

/** An item that the customer did not want, and how they said so. */
export interface TurnedDown {
  index: number;
  how: Deed['kind'];
}

/** The latest item of the catalog that the customer swapped away in a cycle, or else skipped; null when there is none. */
export function lastTurnedDown(catalog: PreparedCatalog, history: SelectionHistory): TurnedDown | null {
  const newest = (skus: readonly string[], how: Deed['kind']): TurnedDown | null => {
    const sku = skus.findLast((each) => catalog.indexBySku.has(each));
    return sku === undefined ? null : { index: catalog.indexBySku.get(sku)!, how };
  };
  return newest(history.refusedSkus, 'swappedAway') ?? newest(history.skippedSkus, 'skipped');
}
