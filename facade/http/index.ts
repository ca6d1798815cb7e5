import type { Facade } from '../ports';
import { createHttpCarrier } from './carrier';
import { createHttpNotifications } from './notifications';
import { createHttpPayment } from './payment';
import { createHttpWarehouse } from './warehouse';

export interface HttpFacadeOptions {
  /** Base address of each partner: the path of a call is put behind it (`{paymentUrl}/charges`). */
  paymentUrl: string;
  warehouseUrl: string;
  carrierUrl: string;
  notificationsUrl: string;
  /** Bearer key that Everbox shows to partners. */
  apiKey: string;
  /** Longest wait for one answer, ms. */
  timeoutMs: number;
}

/** All partners over HTTP. Each call throws its port's fault class when there is no answer that can be understood. */
export function createHttpFacade(options: HttpFacadeOptions): Facade {
  const { apiKey, timeoutMs } = options;
  return {
    payment: createHttpPayment({ baseUrl: options.paymentUrl, apiKey, timeoutMs }),
    warehouse: createHttpWarehouse({ baseUrl: options.warehouseUrl, apiKey, timeoutMs }),
    carrier: createHttpCarrier({ baseUrl: options.carrierUrl, apiKey, timeoutMs }),
    notifications: createHttpNotifications({ baseUrl: options.notificationsUrl, apiKey, timeoutMs }),
  };
}
