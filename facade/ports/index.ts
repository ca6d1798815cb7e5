import type { CarrierPort } from './carrier';
import type { InventoryPort, InventoryReadings } from './inventory';
import type { NotificationsPort } from './notifications';
import type { PaymentPort } from './payment';
import type { TransportationPort, TransportationReadings } from './transportation';
import type { WarehousePort } from './warehouse';

/** Every port as one provider serves it: an HTTP adapter, or the dummy data. */
export interface Providers {
  payment: PaymentPort;
  /** Ordering: it takes an order and hands it on. */
  warehouse: WarehousePort;
  carrier: CarrierPort;
  notifications: NotificationsPort;
  inventory: InventoryPort;
  transportation: TransportationPort;
}

/**
 * The facade: the one gateway through which Everbox talks to partners. Every call throws its port's fault class when
 * there is no answer that can be understood; reads fall back on what was read before and say how old it is.
 */
export interface Facade extends Omit<Providers, 'inventory' | 'transportation'> {
  inventory: InventoryReadings;
  transportation: TransportationReadings;
}

export * from './carrier';
export * from './fault';
export * from './inventory';
export * from './notifications';
export * from './payment';
export * from './reading';
export * from './transportation';
export * from './warehouse';
