import type { z } from 'zod';
import { recordedEffects } from '#contract/shipment';
import { SimulatorClient } from '#simulator/client';
import type { EffectView } from '#simulator/views';
import { type Partner, partners } from '#facade/ports/index';
import type { Environment } from '#domain/environment/environment';
import { readEnvironment } from '#workers/config';
import { readRunningStack } from '#dev/stack/runningStack';
import type { ApiClient } from '../http/client';
import { apiGiven } from './connect';
import { minute, table, timesAre } from './table';

/** What was done for a shipment: as Everbox recorded it, and as the partners' ledger has it. */
export interface EffectsReport {
  recorded: z.output<typeof recordedEffects>['items'];
  ledger: EffectView[];
  /** Partners of whom the ledger has nothing, since no simulator plays them here. */
  notSimulated: readonly Partner[];
}

/** A simulator, and the partners that it does not play. */
export interface SimulatorHere {
  simulator: SimulatorClient;
  notSimulated: readonly Partner[];
}

/**
 * Asks both sides. The simulator is that of the stack that runs here; of another Everbox only its API is known.
 * @throws when the API or the simulator refuses
 */
export async function effectsReport(
  api: ApiClient,
  shipmentId: string,
  here: SimulatorHere | null = simulatorHere(),
): Promise<EffectsReport> {
  const path = `/v1/ops/shipments/${encodeURIComponent(shipmentId)}/effects`;
  const { items: recorded } = await api.send({ method: 'GET', path, answer: recordedEffects });
  if (!here) return { recorded, ledger: [], notSimulated: partners };
  return { recorded, ledger: await ledgerOf(here.simulator, shipmentId), notSimulated: here.notSimulated };
}

/** One line per idempotency key: what either side does not have is a dash. Messages go through the outbox and have no record. */
export function effectsView({ recorded, ledger, notSimulated }: EffectsReport): string {
  if (recorded.length === 0 && ledger.length === 0) return 'Nothing was done at partners.';
  const ours = new Map(recorded.map((effect) => [effect.idempotencyKey, effect]));
  const theirs = new Map(ledger.map((effect) => [effect.idempotencyKey, effect]));
  const keys = [...new Set([...ours.keys(), ...theirs.keys()])];
  const lines = keys.map((key) => {
    const [record, effect] = [ours.get(key), theirs.get(key)];
    const amount =
      effect === undefined || effect.amountCents === null ? null : `${effect.amountCents} ${effect.currency}`;
    const partner = effect && [effect.operation, effect.template].filter((word) => word !== null).join(' ');
    return [key, record && minute(record.recordedAt), partner, effect?.id, effect?.state, amount];
  });
  const shown = `${table(['KEY', 'RECORDED', 'AT THE PARTNER', 'THEIR ID', 'STATE', 'AMOUNT (MINOR UNITS)'], lines)}\n\n${timesAre.real}`;
  return notSimulated.length === 0 ? shown : `${shown}\n${elsewhere(notSimulated)}`;
}

/** A dash in the partner's columns would read as if nothing had been done. */
const elsewhere = (notSimulated: readonly Partner[]): string =>
  notSimulated.length === partners.length
    ? 'The partners are not simulated here: what they saw is in their own records.'
    : `Not simulated here: ${notSimulated.join(', ')}. What they saw is in their own records.`;

/** The simulator of the stack that runs from this checkout, unless another Everbox is asked. */
function simulatorHere(environment: Environment = readEnvironment()): SimulatorHere | null {
  const stack = apiGiven(environment) ? undefined : readRunningStack(environment);
  if (!stack) return null;
  const simulator = new SimulatorClient({ url: stack.simulatorUrl, apiKey: stack.secrets.partnerApiKey });
  return { simulator, notSimulated: stack.notSimulated };
}

/** Effects of this shipment, oldest first; those of cycle 10 begin like those of cycle 1. */
async function ledgerOf(simulator: SimulatorClient, shipmentId: string): Promise<EffectView[]> {
  const found: EffectView[] = [];
  let cursor: string | null = null;
  do {
    const page = await simulator.effects({ referencePrefix: shipmentId, ...(cursor === null ? {} : { cursor }) });
    found.push(...page.items.filter(({ reference }) => reference === shipmentId));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}
