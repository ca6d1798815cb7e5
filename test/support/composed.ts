import { compose, type ComposeOptions } from '#facade/compose/compose';
import { policies, type PolicyTable } from '#facade/compose/policies';
import { createProviders } from '#facade/compose/providers';
import { type Facade, partners, type Providers } from '#facade/ports/index';
import type { ProviderChoices } from '#workers/partnerProviders';

export const dummyChoices = Object.fromEntries(
  partners.map((partner) => [partner, { provider: 'dummy' }]),
) as ProviderChoices;

const dummyProviders = (): Providers =>
  createProviders({ providers: dummyChoices, apiKey: 'unused', timeoutMs: 1_000 });

/** The real table with a small breaker and bulkhead, so that a test sees them move after a few calls. */
export function smallTable(timeoutMs = 1_000): PolicyTable {
  const table = policies(timeoutMs);
  const small = {
    breaker: { failedShare: 0.5, calls: 4, atLeastCalls: 3, openMs: 5_000 },
    bulkhead: { concurrent: 2, waiting: 1 },
  };
  return {
    payment: { ...table.payment, ...small },
    warehouse: { ...table.warehouse, ...small },
    carrier: { ...table.carrier, ...small },
    notifications: { ...table.notifications, ...small },
    inventory: { ...table.inventory, ...small },
    transportation: { ...table.transportation, ...small },
  };
}

/** The facade over dummy data, in which some ports are the test's own. */
export const composed = (own: Partial<Providers>, options: ComposeOptions = {}, timeoutMs?: number): Facade =>
  compose({ ...dummyProviders(), ...own }, smallTable(timeoutMs), options);
