import type { InventoryPort } from '../ports';
import { unitsAtStation } from '../testData/curves';

/** Every station has a curve of its own over the day: the same hour, the same number. Orders take nothing from it. */
export function createDummyInventory(nowMs: () => number = Date.now): InventoryPort {
  return {
    stationStock: async (stationIds, sku) => {
      const asOfMs = nowMs();
      return stationIds.map((stationId) => ({
        stationId,
        sku,
        available: unitsAtStation(stationId, sku, asOfMs),
        asOfMs,
      }));
    },
  };
}
