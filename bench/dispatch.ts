import type { Instance } from '#cli/eval/dispatch/instance';
import { measure, percentile } from '#cli/eval/dispatch/measure';
import { simulateDay, type Dispatcher } from '#cli/eval/dispatch/simulate';
import { decide } from '#domain/dispatch/decide';
import { greedy } from './greedy';
import { syntheticDay } from './syntheticDay';
import { minuteMs } from '#domain/time';

const dispatchers: Record<string, Dispatcher> = { greedy, everbox: decide };
const bytesPerMb = 2 ** 20;

export interface DispatchBenchOptions {
  orders: number;
  couriers: number;
  stations: number;
  seed: number;
}

/** A row per dispatcher, on the same day in the same process. */
export interface DispatchBenchRow {
  dispatcher: string;
  delivered: number;
  ratioToBound: number;
  within60: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  /** Live memory after a collection, at a quarter of the day and at its end; null when the collector is not exposed. */
  heapMb: { early: number | null; late: number | null };
}

export function benchDispatch({ orders, couriers, stations, seed }: DispatchBenchOptions): DispatchBenchRow[] {
  const instance = syntheticDay(orders, couriers, stations, seed);
  // Compiled code is measured, not the compiler.
  simulateDay(syntheticDay(300, 60, stations, seed + 1));
  return Object.entries(dispatchers).map(([name, dispatcher]) => measureOne(name, dispatcher, instance));
}

function measureOne(name: string, dispatcher: Dispatcher, instance: Instance): DispatchBenchRow {
  const early = { atMs: 240 * minuteMs, mb: null as number | null };
  let late: number | null = null;
  const day = simulateDay(instance, forgetful(dispatcher), {}, (nowMs) => {
    // Collected outside the measured time, at two moments only.
    if (nowMs === early.atMs) early.mb = liveMb();
    if (nowMs === 900 * minuteMs) late = liveMb();
  });
  const { delivered, ratioToBound, within60 } = measure(instance, day);
  const [p50Ms, p99Ms, maxMs] = [0.5, 0.99, 1].map((part) => percentile(day.decisionMs, part));
  return {
    dispatcher: name,
    delivered,
    ratioToBound,
    within60,
    p50Ms: p50Ms!,
    p99Ms: p99Ms!,
    maxMs: maxMs!,
    heapMb: { early: early.mb, late },
  };
}

/** What a day's record keeps of each decision must not count as the dispatcher's memory. */
function forgetful(dispatcher: Dispatcher): Dispatcher {
  return (...asked) => {
    const decision = dispatcher(...asked);
    return {
      ...decision,
      assignments: decision.assignments.map((each) => ({ ...each, explanation: { ...each.explanation, reasons: [] } })),
    };
  };
}

function liveMb(): number | null {
  if (!globalThis.gc) return null;
  globalThis.gc();
  return process.memoryUsage().heapUsed / bytesPerMb;
}
