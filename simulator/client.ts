import { z } from 'zod';
import type { FaultRule } from './faults/rules';
import type { DoorCode, fleetSetting } from './phones/setting';
import { phonesAnswer, type PhoneView, type Visit, visitsAnswer } from './phones/views';
import type { StationStockSetting, ZoneCapacitySetting } from './places';
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

const settingsView = z.object({ transitMs: z.number(), packMs: z.number(), seed: z.string() });
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

  /** Sets how many units stations have; what is not named stays as it is. */
  async setStations(stocks: StationStockSetting[]): Promise<void> {
    await this.request('PUT', '/control/stations', stocks);
  }

  /** Sets what zones can carry; zones that are not named stay as they are. */
  async setZones(capacities: ZoneCapacitySetting[]): Promise<void> {
    await this.request('PUT', '/control/zones', capacities);
  }

  /** Switches these couriers' phones on, in the place of all others; without couriers, all are switched off. */
  async setCouriers(fleet: z.input<typeof fleetSetting>): Promise<void> {
    await this.request('PUT', '/control/couriers', fleet);
  }

  /** What each phone does, and what it did so far. */
  async couriers(): Promise<PhoneView[]> {
    return phonesAnswer.parse(await this.request('GET', '/control/couriers')).items;
  }

  /** What customers say at their doors: couriers then prove the drop-off with that code, and not with a photo. */
  async setDoorCodes(codes: DoorCode[]): Promise<void> {
    await this.request('PUT', '/control/door-codes', codes);
  }

  /** What couriers did with these deliveries, oldest first. */
  async visits(deliveryIds: string[]): Promise<Visit[]> {
    return visitsAnswer.parse(await this.request('POST', '/ledger/visits', { deliveryIds })).items;
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
