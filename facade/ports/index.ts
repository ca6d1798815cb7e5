import type { CarrierPort } from './carrier';
import type { NotificationsPort } from './notifications';
import type { PaymentPort } from './payment';
import type { WarehousePort } from './warehouse';

/** The facade: the one gateway through which Everbox talks to partners. */
export interface Facade {
  payment: PaymentPort;
  warehouse: WarehousePort;
  carrier: CarrierPort;
  notifications: NotificationsPort;
}

export * from './carrier';
export * from './fault';
export * from './notifications';
export * from './payment';
export * from './warehouse';
