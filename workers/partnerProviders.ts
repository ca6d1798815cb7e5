import { z } from 'zod';
import type { ProviderChoice } from '#facade/compose/providers';
import { type Partner, partners } from '#facade/ports/index';
import { httpUrl } from '#domain/environment/variables';

/** Which variables say who serves a port. */
const variables = {
  payment: { provider: 'EVERBOX_PAYMENT_PROVIDER', url: 'EVERBOX_PAYMENT_URL' },
  warehouse: { provider: 'EVERBOX_WAREHOUSE_PROVIDER', url: 'EVERBOX_WAREHOUSE_URL' },
  carrier: { provider: 'EVERBOX_CARRIER_PROVIDER', url: 'EVERBOX_CARRIER_URL' },
  notifications: { provider: 'EVERBOX_NOTIFICATIONS_PROVIDER', url: 'EVERBOX_NOTIFICATIONS_URL' },
  inventory: { provider: 'EVERBOX_INVENTORY_PROVIDER', url: 'EVERBOX_INVENTORY_URL' },
  transportation: { provider: 'EVERBOX_TRANSPORTATION_PROVIDER', url: 'EVERBOX_TRANSPORTATION_URL' },
} as const satisfies Record<Partner, { provider: string; url: string }>;

const choice = z.discriminatedUnion(
  'provider',
  [
    z.object({ provider: z.literal('http'), url: httpUrl }),
    // It needs no address; one that is set for other times is left alone.
    z.object({ provider: z.literal('dummy') }),
  ],
  'must be http or dummy',
);

export type ProviderChoices = Record<Partner, ProviderChoice>;

/** Who serves each port, or what is wrong with the variables: names and rules, never a value. */
export function parseProviders(
  environment: Readonly<Record<string, string>>,
): { providers: ProviderChoices; faults: [] } | { faults: string[] } {
  const faults: string[] = [];
  const chosen = partners.map((partner): [Partner, ProviderChoice | undefined] => {
    const names = variables[partner];
    const { success, data, error } = choice.safeParse({
      provider: environment[names.provider] ?? 'http',
      url: environment[names.url],
    });
    if (!success) {
      faults.push(...error.issues.map(({ path, message }) => `${names[nameOf(path)]} ${message}`));
    } else if (data.provider === 'dummy' && environment['NODE_ENV'] === 'production') {
      // It takes orders that nobody fills and money that nobody moves.
      faults.push(`${names.provider} must not be dummy in production`);
    }
    return [partner, data];
  });
  if (faults.length > 0) return { faults };
  // No fault: every partner has a choice.
  return { providers: Object.fromEntries(chosen) as ProviderChoices, faults: [] };
}

const nameOf = ([first]: readonly PropertyKey[]): 'provider' | 'url' => (first === 'url' ? 'url' : 'provider');
