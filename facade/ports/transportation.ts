import type { Reading } from './reading';

/** The courier platform of one-hour delivery. Parcels have a port of their own, `CarrierPort`. */
export interface TransportationPort {
  /** What a zone could carry now. `signal` says that nobody waits for the answer any more. */
  capacity(zoneId: string, signal?: AbortSignal): Promise<ZoneCapacity>;
}

/** The port as the facade has it: behind its cache. */
export interface TransportationReadings {
  /** @throws TransportationFault when the partner gives no answer and what was read before is too old to act on */
  capacity(zoneId: string): Promise<Reading<ZoneCapacity>>;
}

export interface ZoneCapacity {
  zoneId: string;
  couriersOnShift: number;
  /** Offers that no courier has answered yet: work that is waiting already. */
  openOffers: number;
  /** When the partner counted, ms since the epoch. */
  asOfMs: number;
}
