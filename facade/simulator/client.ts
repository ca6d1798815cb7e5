import { z } from 'zod';
import type { FaultRule } from './faults/rules';
import type { SettingsChange } from './settings';
import {
  type CallView,
  callView,
  type EffectView,
  effectView,
  type LedgerQuery,
  type LedgerSummary,
  type Page,
  pageOf,
  summaryView,
} from './views';

const settingsView = z.object({ transitMs: z.number(), seed: z.string() });
const effectsPage = pageOf(effectView);
const callsPage = pageOf(callView);

/** Long for a loopback call: a summary over a large ledger reads all of it. */
const timeoutMs = 30_000;

/** Control and ledger of the partner simulator. Every method throws an Error with the simulator's message when refused. */
export class SimulatorClient {
  constructor(private readonly simulator: { url: string; apiKey: string }) {}

  /** Puts these rules in the place of all others. */
  async setFaults(rules: FaultRule[]): Promise<void> {
    await this.request('PUT', '/control/faults', rules);
  }

  async clearFaults(): Promise<void> {
    await this.request('DELETE', '/control/faults');
  }

  /** Changes what is given, and returns all settings; `{}` only reads them. */
  async settings(change: SettingsChange): Promise<Required<SettingsChange>> {
    return settingsView.parse(await this.request('PUT', '/control/settings', change));
  }

  /** Forgets everything; for tests. */
  async clear(): Promise<void> {
    await this.request('POST', '/control/clear');
  }

  /** Counts over references that start with the prefix, or with any of several; by default over everything. */
  async summary(prefix: string | string[] = ''): Promise<LedgerSummary> {
    const referencePrefixes = typeof prefix === 'string' ? [prefix] : prefix;
    return summaryView.parse(await this.request('POST', '/ledger/summary', { referencePrefixes }));
  }

  /** One page of effects, oldest first. */
  async effects(query: LedgerQuery = {}): Promise<Page<EffectView>> {
    return effectsPage.parse(await this.request('GET', `/ledger/effects?${search(query)}`));
  }

  /** One page of calls, oldest first. */
  async calls(query: LedgerQuery = {}): Promise<Page<CallView>> {
    return callsPage.parse(await this.request('GET', `/ledger/calls?${search(query)}`));
  }

  private async request(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.simulator.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.simulator.apiKey}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`simulator ${method} ${path.split('?')[0]}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}

function search(query: LedgerQuery): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (typeof value === 'string' || typeof value === 'number') parameters.set(name, `${value}`);
  }
  return parameters.toString();
}
