import { createDummyCarrier } from '../dummy/carrier';
import { createDummyInventory } from '../dummy/inventory';
import { createDummyNotifications } from '../dummy/notifications';
import { createDummyPayment } from '../dummy/payment';
import { createDummyTransportation } from '../dummy/transportation';
import { createDummyWarehouse } from '../dummy/warehouse';
import { createHttpCarrier } from '../http/carrier';
import type { HttpAdapterOptions } from '../http/client';
import { createHttpInventory } from '../http/inventory';
import { createHttpNotifications } from '../http/notifications';
import { createHttpPayment } from '../http/payment';
import { createHttpTransportation } from '../http/transportation';
import { createHttpWarehouse } from '../http/warehouse';
import type { Partner, Providers } from '../ports';

/**
 * Who serves a port. `url` is the partner's base address: the path of a call is put behind it (`{url}/charges`). The
 * simulator is a partner like any other, behind an address of its own.
 */
export type ProviderChoice = { provider: 'http'; url: string } | { provider: 'dummy' };

export interface ProviderOptions {
  providers: Readonly<Record<Partner, ProviderChoice>>;
  /** Bearer key that Everbox shows to partners. */
  apiKey: string;
  /** Longest wait for one answer, ms. */
  timeoutMs: number;
}

/** Each port as its choice says, bare: without cache, breaker and what else `createFacade` puts around it. */
export function createProviders({ providers, apiKey, timeoutMs }: ProviderOptions): Providers {
  const serve = <Port>(partner: Partner, http: (options: HttpAdapterOptions) => Port, dummy: () => Port): Port => {
    const choice = providers[partner];
    return choice.provider === 'dummy' ? dummy() : http({ baseUrl: choice.url, apiKey, timeoutMs });
  };
  return {
    payment: serve('payment', createHttpPayment, createDummyPayment),
    warehouse: serve('warehouse', createHttpWarehouse, createDummyWarehouse),
    carrier: serve('carrier', createHttpCarrier, createDummyCarrier),
    notifications: serve('notifications', createHttpNotifications, createDummyNotifications),
    inventory: serve('inventory', createHttpInventory, createDummyInventory),
    transportation: serve('transportation', createHttpTransportation, createDummyTransportation),
  };
}
