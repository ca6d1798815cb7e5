import type { Reading } from './reading';

/** The stations' stock, as their operator counts it. Reads only: a unit is taken by handing an order off. */
export interface InventoryPort {
  /**
   * How many units of `sku` each station has. In no particular order; a station that the partner does not know is
   * missing from the answer. `signal` says that nobody waits for the answer any more.
   */
  stationStock(stationIds: readonly string[], sku: string, signal?: AbortSignal): Promise<StationStock[]>;
}

/** The port as the facade has it: behind its cache. */
export interface InventoryReadings {
  /** @throws InventoryFault when the partner gives no answer and what was read before is too old to act on */
  stationStock(stationIds: readonly string[], sku: string): Promise<Reading<StationStock[]>>;
}

export interface StationStock {
  stationId: string;
  sku: string;
  /** Units that an order could take now. */
  available: number;
  /** When the partner counted, ms since the epoch. */
  asOfMs: number;
}
