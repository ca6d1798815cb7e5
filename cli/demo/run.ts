import { Client, Connection } from '@temporalio/client';
import { SimulatorClient } from '#simulator/client';
import type { Finding } from './check';
import { collectFacts } from './collect';
import { count, type Tally } from './count';
import { apiOf, type DemoOptions, type DemoTarget } from './options';
import { type Pace, paceOf } from './pace';
import { perform } from './perform';
import type { Reporter } from './reporter';
import type { DemoRun } from './session';
import { findProgram, setStage } from './stage';
import { uncountedNote } from './uncounted';
import { countOf } from '#domain/countOf';

export type { DemoOptions, DemoTarget } from './options';

export interface DemoOutcome {
  result: Tally & { seconds: number; program: string; cycles: number; seed: number; speed: number; clockId: string };
  findings: Finding[];
  /** What cannot be counted, and why; null: all can. */
  uncounted: string | null;
  /** What kept customers from getting through, and what they still wait for. Empty when all are through. */
  troubles: string[];
}

/**
 * Runs the whole job on a fast business clock, through the public API only, and counts what came of it at the partners
 * and in Temporal. The test clock, the simulator's settings and the subscriptions are cleared away whatever happens.
 * @throws what `signal` was aborted with; ApiProblem when the run cannot be set up
 */
export async function runDemo(
  options: DemoOptions,
  target: DemoTarget,
  reporter: Reporter,
  signal: AbortSignal = new AbortController().signal,
): Promise<DemoOutcome> {
  const operator = await apiOf(target, 'operator', 'demo_operator');
  const program = await findProgram(operator, options.programId);
  const pace = paceOf(program, options.customers, options.cycles);
  const simulator = new SimulatorClient({ url: target.simulatorUrl, apiKey: target.simulatorApiKey });
  const stage = await setStage(operator, simulator, program, pace, options);
  const startedMs = performance.now();
  const { limitMs = pace.limitMs } = options;
  const limit = AbortSignal.timeout(limitMs);
  const run: DemoRun = {
    program,
    pace,
    reporter,
    clock: stage.clock,
    acknowledged: [],
    parcelsArrive: !target.notSimulated.includes('carrier'),
    signal: AbortSignal.any([signal, limit]),
  };
  reporter.note(opening(options, program.title, pace));
  const uncounted = uncountedNote(target.notSimulated);
  if (uncounted !== null) reporter.note(uncounted);
  const troubles = await perform(run, options, target, stage);
  signal.throwIfAborted();
  if (limit.aborted) troubles.unshift(`not through after ${Math.round(limitMs / 1000)} s`);
  const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
  const { tally, findings } = await countRun(run, simulator, target);
  const { cycles, seed } = options;
  const { speed } = pace;
  return {
    result: { ...tally, seconds, program: program.id, cycles, seed, speed, clockId: stage.clock.id },
    findings,
    uncounted,
    troubles,
  };
}

async function countRun(run: DemoRun, simulator: SimulatorClient, target: DemoTarget) {
  run.reporter.note('All done: counting.');
  const ids = run.acknowledged.filter(({ kind }) => kind === 'signUp').map(({ subscriptionId }) => subscriptionId);
  const connection = await Connection.connect({ address: target.temporalAddress });
  try {
    const temporal = new Client({ connection, namespace: target.namespace });
    const subscriptions = await collectFacts(temporal, simulator, target.notSimulated, ids);
    return count({ acknowledged: run.acknowledged, subscriptions });
  } finally {
    await connection.close();
  }
}

function opening({ customers, cycles }: DemoOptions, title: string, { speed, expectedMs, windowMs }: Pace): string {
  const days = (speed / 86_400).toFixed(1);
  const seconds = (ms: number): string => (ms / 1000).toFixed(0);
  return `${title}: ${countOf(customers, 'customer')}, ${countOf(cycles, 'cycle')} each. A second of the wall is ${days} days; a cycle can be changed for about ${seconds(windowMs)} s; all of it takes about ${seconds(expectedMs)} s.`;
}
