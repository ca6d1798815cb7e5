import { Client, Connection } from '@temporalio/client';
import { createCommandPool, type Database } from '#db/pool';
import { SimulatorClient } from '#simulator/client';
import { StartError } from '#dev/stack/startError';
import { apiOf } from '../demo/options';
import { findProgram } from '../demo/stage';
import { waitUntilOnShift } from '../couriersOnShift';
import { pause } from '../pause';
import { collectCouriers, collectOrders } from './collect';
import { type BurstFinding, type BurstTally, countBurst } from './count';
import { type BurstOrders, type BurstRun, orderAll } from './customers';
import type { BurstOptions, BurstTarget } from './options';
import { type BurstStage, setBurstStage } from './stage';
import { countOf } from '#domain/countOf';
import { minuteMs } from '#domain/time';

export interface BurstOutcome {
  result: BurstTally & { seconds: number; seed: number; couriers: number; transportDownSeconds: number };
  findings: BurstFinding[];
  /** What kept customers from ordering, and orders that were not over in time. Empty when all went through. */
  troubles: string[];
}

/** Couriers log on one by one; a hundred of them need some seconds. */
const onShiftWithinMs = minuteMs;

/**
 * One-hour orders in a burst, through the public API, with simulated couriers; waits until it is over with each, and
 * counts at the partners, on the couriers' phones and in Temporal. Everything that it set up is put back.
 * @throws what `signal` was aborted with; ApiProblem when the burst cannot be set up
 */
export async function runBurst(
  options: BurstOptions,
  target: BurstTarget,
  note: (text: string) => void,
  signal: AbortSignal = new AbortController().signal,
): Promise<BurstOutcome> {
  requireLedger(target);
  const program = await findProgram(await apiOf(target, 'operator', 'burst_operator'), options.programId);
  const simulator = new SimulatorClient({ url: target.simulatorUrl, apiKey: target.simulatorApiKey });
  const db = createCommandPool(target.databaseUrl);
  try {
    const stage = await setBurstStage(db, simulator, target, program, options);
    try {
      const startedMs = performance.now();
      const limit = AbortSignal.timeout(options.limitSeconds * 1_000);
      const ending = AbortSignal.any([signal, limit]);
      const run: BurstRun = { options, target, program, stage, simulator, signal: ending };
      await everyoneOnShift(run);
      note(
        `${countOf(options.couriers, 'courier is', 'couriers are')} on shift; ${countOf(options.orders, 'order')} within ${options.withinSeconds} s.`,
      );
      const ordered = await underWay(run, note);
      signal.throwIfAborted();
      const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
      note('Counting.');
      return await countRun(run, db, ordered, seconds);
    } finally {
      await stage.strike().catch((error: unknown) => note(`could not clear up: ${String(error)}`));
    }
  } finally {
    await db.end();
  }
}

/** Without these partners' ledger, nothing can be said of money, and no order is packed. */
function requireLedger({ notSimulated }: BurstTarget): void {
  const absent = notSimulated.filter((partner) => partner === 'payment' || partner === 'warehouse');
  if (absent.length === 0) return;
  throw new StartError(
    `A burst cannot be counted here: the simulator, in whose ledger it counts, does not play ${absent.join(' and ')}.`,
  );
}

async function everyoneOnShift({ simulator, signal }: BurstRun): Promise<void> {
  await waitUntilOnShift(simulator, AbortSignal.any([signal, AbortSignal.timeout(onShiftWithinMs)]));
  signal.throwIfAborted();
}

/** The orders, and in the middle of them the transportation partner's outage, which is seen to its end. */
async function underWay(run: BurstRun, note: (text: string) => void): Promise<BurstOrders> {
  if (run.options.transportDownSeconds === 0) return orderAll(run, note);
  try {
    const [orders] = await Promise.all([orderAll(run, note), transportOutage(run, note)]);
    return orders;
  } finally {
    await run.simulator.clearFaults();
  }
}

async function transportOutage({ options, simulator, signal }: BurstRun, note: (text: string) => void) {
  const { transportDownSeconds, withinSeconds } = options;
  // As many orders before it as after it; some before it in any case, so that it meets couriers who are on their way.
  const startSeconds = Math.max((withinSeconds - transportDownSeconds) / 2, withinSeconds / 4);
  try {
    await pause(startSeconds * 1_000, signal);
    await simulator.setFaults([{ partner: 'transportation', kind: 'down' }]);
    note(`The transportation partner is down for ${transportDownSeconds} s.`);
    await pause(transportDownSeconds * 1_000, signal);
    await simulator.clearFaults();
    note('The transportation partner is back.');
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function countRun(
  {
    options,
    target,
    stage,
    simulator,
  }: { options: BurstOptions; target: BurstTarget; stage: BurstStage } & Pick<BurstRun, 'simulator'>,
  db: Database,
  { placed, promiseRefused, troubles }: BurstOrders,
  seconds: number,
): Promise<BurstOutcome> {
  const connection = await Connection.connect({ address: target.temporalAddress });
  try {
    const temporal = new Client({ connection, namespace: target.namespace });
    const sources = { temporal, simulator, db, zoneId: stage.zone.id };
    const orders = await collectOrders(sources, placed);
    const { tally, findings } = countBurst(orders, await collectCouriers(sources, placed), promiseRefused);
    const { seed, couriers, transportDownSeconds } = options;
    return { result: { ...tally, seconds, seed, couriers, transportDownSeconds }, findings, troubles };
  } finally {
    await connection.close();
  }
}
