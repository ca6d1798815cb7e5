import { readInstance, type Instance } from './instance';
import { measure, percentile, type Measures } from './measure';
import { whoHadRoom } from './room';
import { simulateDay, type Day } from './simulate';
import { writeSolution } from './solution';

interface Flags {
  instance: string;
  out: string;
  everyCourier: number;
  json?: boolean;
}

interface Summary extends Measures {
  /** `roomWith`: a courier whose day had room for the order; null when nobody's had. */
  undelivered: (Day['undelivered'][number] & { roomWith: string | null })[];
  decisions: { count: number; p50Ms: number; p99Ms: number; maxMs: number };
  peakMemoryMb: number;
}

/** `everbox eval dispatch` */
export function evaluateDispatch({ instance: directory, out, everyCourier, json }: Flags): void {
  const whole = readInstance(directory);
  const instance = { ...whole, couriers: whole.couriers.filter((_, line) => line % everyCourier === 0) };
  const day = simulateDay(instance);
  writeSolution(out, instance, day);
  const summary = summarize(instance, day);
  process.stdout.write(json ? `${JSON.stringify(summary)}\n` : describe(summary, out));
}

function summarize(instance: Instance, day: Day): Summary {
  const { undelivered, decisionMs } = day;
  const rooms = whoHadRoom(instance, day);
  const rounded = measure(instance, day);
  for (const name of Object.keys(rounded) as (keyof Measures)[]) rounded[name] = round(rounded[name], 4);
  return {
    ...rounded,
    undelivered: undelivered.map((each) => ({ ...each, roomWith: rooms.get(each.orderId) ?? null })),
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
    `  undelivered       ${undelivered.length}, ${undelivered.filter(({ roomWith }) => roomWith).length} of them though somebody's day had room`,
    ...undelivered.map(
      ({ orderId, reason, roomWith }) => `    ${orderId}: ${roomWith ? `${roomWith} had room` : reason}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}
