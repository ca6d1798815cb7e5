import type { FacadeReads } from '#api/http/context';
import { InventoryFault, type Reading, TransportationFault } from '#facade/ports/index';

type Source = Reading<unknown>['source'];

/** What partners say of stations and zones, as the tests set it; `down` is a partner with nothing left in the cache. */
export class FakeReads implements FacadeReads {
  /** Units at every station unless `unitsAt` says otherwise. */
  units = 50;
  unitsAt: Record<string, number> = {};
  couriersOnShift = 40;
  source: Source = 'fresh';
  ageMs = 0;
  down = false;
  /** Calls of the reads. */
  asked = 0;

  readonly inventory: FacadeReads['inventory'] = {
    stationStock: async (stationIds, sku) => {
      if (this.down) throw new InventoryFault('stationStock: no answer');
      const count = (stationId: string) => this.unitsAt[stationId] ?? this.units;
      return this.read(
        stationIds.map((stationId) => ({ stationId, sku, available: count(stationId), asOfMs: Date.now() })),
      );
    },
  };

  readonly transportation: FacadeReads['transportation'] = {
    capacity: async (zoneId) => {
      if (this.down) throw new TransportationFault('capacity: no answer');
      return this.read({ zoneId, couriersOnShift: this.couriersOnShift, openOffers: 0, asOfMs: Date.now() });
    },
  };

  private read<T>(value: T): Reading<T> {
    this.asked += 1;
    return { value, ageMs: this.ageMs, source: this.source };
  }
}

/** Reads of a facade that is made later: an API may have to listen before the partner that it is told of can start. */
export function lateReads(): { reads: FacadeReads; connect: (facade: FacadeReads) => void } {
  let facade: FacadeReads | undefined;
  const connected = (): FacadeReads => {
    if (!facade) throw new Error('the facade is not connected yet');
    return facade;
  };
  return {
    reads: {
      inventory: { stationStock: (...asked) => connected().inventory.stationStock(...asked) },
      transportation: { capacity: (...asked) => connected().transportation.capacity(...asked) },
    },
    connect: (made) => {
      facade = made;
    },
  };
}
