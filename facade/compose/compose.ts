import type { Facade, Providers, StationStock, ZoneCapacity } from '../ports';
import { Guard } from './guard';
import { type FacadeObserver, silentObserver } from './observer';
import type { PolicyTable } from './policies';

export interface ComposeOptions {
  observer?: FacadeObserver;
  /** For the ages of what is cached. Not the wall's clock, which may be set back. */
  nowMs?: () => number;
}

/** The ports as Everbox uses them: every operation of the providers behind its line of the table. */
export function compose(providers: Providers, table: PolicyTable, options: ComposeOptions = {}): Facade {
  const { observer = silentObserver, nowMs = () => performance.now() } = options;
  const payment = new Guard('payment', table.payment, observer);
  const warehouse = new Guard('warehouse', table.warehouse, observer);
  const carrier = new Guard('carrier', table.carrier, observer);
  const notifications = new Guard('notifications', table.notifications, observer);
  const inventory = new Guard('inventory', table.inventory, observer);
  const transportation = new Guard('transportation', table.transportation, observer);
  const stationStock = inventory.read<StationStock[]>('stationStock', table.inventory.operations.stationStock, nowMs);
  const capacity = transportation.read<ZoneCapacity>('capacity', table.transportation.operations.capacity, nowMs);
  return {
    payment: {
      charge: payment.write('charge', (...call) => providers.payment.charge(...call)),
      refund: payment.write('refund', (...call) => providers.payment.refund(...call)),
    },
    warehouse: {
      handOff: warehouse.write('handOff', (...call) => providers.warehouse.handOff(...call)),
      cancelOrder: warehouse.write('cancelOrder', (...call) => providers.warehouse.cancelOrder(...call)),
    },
    carrier: {
      bookParcel: carrier.write('bookParcel', (...call) => providers.carrier.bookParcel(...call)),
      cancelParcel: carrier.write('cancelParcel', (...call) => providers.carrier.cancelParcel(...call)),
    },
    notifications: {
      send: notifications.write('send', (...call) => providers.notifications.send(...call)),
    },
    inventory: {
      // The stations in one order: the same question must be known again.
      stationStock: (stationIds, sku) =>
        stationStock(JSON.stringify([sku, ...stationIds.toSorted()]), (signal) =>
          providers.inventory.stationStock(stationIds, sku, signal),
        ),
    },
    transportation: {
      capacity: (zoneId) => capacity(zoneId, (signal) => providers.transportation.capacity(zoneId, signal)),
    },
  };
}
