import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { serveMetrics } from '#workers/metrics/metricsServer';
import { Interrupted, interruption } from '../interruption';
import { wholeNumber } from '../numbers';
import { type ProbeTarget, probeTarget } from '../probe/connect';
import type { ProbeOptions } from '../probe/contract';
import { sendCouriers } from '../probe/couriers';
import { doorsOfZones } from '../probe/doors';
import { ProbeMetrics } from '../probe/metrics';
import { runProbe } from '../probe/run';
import { probeSummary } from '../probe/summary';
import { minuteMs } from '#domain/time';

interface ProbeFlags {
  every?: number;
  metricsPort: number;
  metricsHost: string;
  program: string;
  paymentToken: string;
  limit: number;
  json?: boolean;
}

/** `everbox probe` */
export function register(everbox: Command): void {
  everbox
    .command('probe')
    .description('a test order through the live system, from sign-up to the door; exit code 1 when it fails')
    .option('--every <minutes>', 'go on, starting one that often, and serve metrics', wholeNumber(1, 1_440))
    .option('--metrics-port <port>', 'with --every: port of GET /metrics', wholeNumber(1, 65_535), 7712)
    .option('--metrics-host <host>', 'with --every: address to serve metrics on', '127.0.0.1')
    .option('--program <id>', 'program that it signs up to, and whose items it orders', 'stem-toys')
    .option('--payment-token <token>', 'a card that the payment partner knows as a test', 'tok_ok_probe')
    .option('--limit <seconds>', 'a probe that takes longer has failed', wholeNumber(10, 14_400), 4_500)
    .option('--json', 'print each result as one JSON object')
    .addHelpText('after', helpText)
    .action(run);
}

const helpText = `
Signs up, takes the first cycle's item, orders it for one-hour delivery near a station, follows it to the door, and
cancels the subscription. Where one-hour delivery is not to be had (no courier on shift, stations closed) it leaves the
order out, and says so. In a stack of this checkout it sends simulated couriers when there are none.

Environment:
  EVERBOX_API_URL  the API to probe (default: the stack that runs from this checkout)
  EVERBOX_TOKEN    a service's or an operator's bearer token for it (see "everbox token --role service")`;

async function run({ every, metricsPort, metricsHost, json = false, ...flags }: ProbeFlags): Promise<void> {
  const target = probeTarget();
  const options: ProbeOptions = {
    programId: flags.program,
    doors: doorsOfZones(),
    paymentToken: flags.paymentToken,
    limitMs: flags.limit * 1_000,
    pollMs: 1_000,
  };
  const { signal, end } = interruption();
  try {
    if (every === undefined) await once(options, target, json, signal);
    else
      await forever(options, target, { everyMs: every * minuteMs, host: metricsHost, port: metricsPort, json }, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    process.stderr.write(`everbox: ${new Interrupted().message}\n`);
    process.exitCode = 130;
  } finally {
    end();
  }
}

async function once(options: ProbeOptions, target: ProbeTarget, json: boolean, signal: AbortSignal) {
  if (target.local) await sendCouriers(target.local);
  const result = await runProbe(options, target.connect, signal);
  process.stdout.write(`${json ? JSON.stringify(result) : probeSummary(result)}\n`);
  process.exitCode = result.ok ? 0 : 1;
  return result;
}

/** A probe that cannot even begin has failed as well: what it needs is down. */
async function onceForSure(options: ProbeOptions, target: ProbeTarget, json: boolean, signal: AbortSignal) {
  try {
    return await once(options, target, json, signal);
  } catch (error) {
    signal.throwIfAborted();
    process.stderr.write(`everbox: ${error instanceof Error ? error.message : String(error)}\n`);
    return { ok: false, tested: 'signUp', seconds: 0, stepSeconds: {} } as const;
  }
}

/** One after the other, never two at once. */
async function forever(
  options: ProbeOptions,
  target: ProbeTarget,
  { everyMs, host, port, json }: { everyMs: number; host: string; port: number; json: boolean },
  signal: AbortSignal,
): Promise<void> {
  const metrics = new ProbeMetrics();
  const server = await serveMetrics(() => metrics.registry.metrics(), { host, port });
  process.stderr.write(`metrics at ${server.url}/metrics\n`);
  try {
    for (;;) {
      const startedMs = performance.now();
      metrics.observe(await onceForSure(options, target, json, signal));
      await sleep(Math.max(0, everyMs - (performance.now() - startedMs)), undefined, { signal });
    }
  } finally {
    await server.stop();
  }
}
