import { partners } from '#facade/ports/index';
import type { ProviderChoices } from '#workers/partnerProviders';

/** Every port over HTTP, at the simulator. */
export function simulatedBy(simulatorUrl: string): ProviderChoices {
  const choices = partners.map((partner) => [partner, { provider: 'http', url: `${simulatorUrl}/${partner}` }]);
  return Object.fromEntries(choices) as ProviderChoices;
}
