import { type Partner, partners } from '#facade/ports/index';
import type { Environment } from '#domain/environment/environment';
import { parseConfig } from '#workers/config';

/**
 * Partners that the stack's simulator does not play: dummies, which keep no ledger, and those with an address elsewhere.
 * @param environment that of the stack's processes
 */
export function notSimulated(environment: Environment, simulatorUrl: string): Partner[] {
  const { providers } = parseConfig(environment).partners;
  return partners.filter((partner) => {
    const choice = providers[partner];
    return choice.provider === 'dummy' || !choice.url.startsWith(`${simulatorUrl}/`);
  });
}
