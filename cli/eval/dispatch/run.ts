import { readInstance } from './instance';
import { measure, percentile, type Measures } from './measure';
import { simulateDay, type Day } from './simulate';
import { writeSolution } from './solution';

interface Flags {
  instance: string;
  out: string;
  json?: boolean;
}

interface Summary extends Measures {
  undelivered: Day['undelivered'];
  decisions: { count: number; p50Ms: number; p99Ms: number; maxMs: number };
  peakMemoryMb: number;
}

/** `everbox eval dispatch` */
export function evaluateDispatch({ instance: directory, out, json }: Flags): void {
  const instance = readInstance(directory);
  const day = simulateDay(instance);
  writeSolution(out, instance, day);
  const summary = summarize(measure(instance, day), day);
  process.stdout.write(json ? `${JSON.stringify(summary)}\n` : describe(summary, out));
}

function summarize(measures: Measures, { undelivered, decisionMs }: Day): Summary {
  const rounded = { ...measures };
  for (const name of Object.keys(rounded) as (keyof Measures)[]) rounded[name] = round(rounded[name], 4);
  return {
    ...rounded,
    undelivered,
    decisions: {
      count: decisionMs.length,
      p50Ms: round(percentile(decisionMs, 0.5), 1),
      p99Ms: round(percentile(decisionMs, 0.99), 1),
      maxMs: round(Math.max(0, ...decisionMs), 1),
    },
    peakMemoryMb: round(process.resourceUsage().maxRSS / 1024, 0),
  };
}

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
const percent = (share: number): string => `${round(share * 100, 1)} %`;

function describe(summary: Summary, out: string): string {
  const { orders, delivered, undelivered, meanClickToDoor, meanBound, ratioToBound, bundles, decisions } = summary;
  const lines = [
    `${delivered} of ${orders} orders delivered, ${bundles} bundles; solution files in ${out}`,
    `  click to door     ${round(meanClickToDoor, 2)} min in the mean, ${round(ratioToBound, 4)} of the lower bound (${round(meanBound, 2)} min)`,
    `  within 40 / 60    ${percent(summary.within40)} / ${percent(summary.within60)} (at most ${percent(summary.within60Possible)} can be within 60)`,
    `  per decision      p50 ${decisions.p50Ms} ms, p99 ${decisions.p99Ms} ms, max ${decisions.maxMs} ms (${decisions.count} decisions)`,
    `  peak memory       ${summary.peakMemoryMb} MB of the process`,
    `  undelivered       ${undelivered.length}`,
    ...undelivered.map(({ orderId, reason }) => `    ${orderId}: ${reason}`),
  ];
  return `${lines.join('\n')}\n`;
}
