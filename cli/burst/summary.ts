import type { BurstOutcome } from './run';

/** What is wrong is shown one by one, up to this many. */
const shownEntries = 20;

/** The table at the end of a burst: what came of it, and what is wrong if anything is. */
export function burstSummary({ result, findings, troubles }: BurstOutcome): string {
  const rows: [label: string, value: string | number][] = [
    ['orders', result.orders],
    ['delivered', result.delivered],
    ['not delivered, and paid back', result.compensated],
    ['lost', result.lost],
    ['delivered twice', result.deliveredTwice],
    ['charged twice', result.chargedTwice],
    ['said otherwise than it was', result.untruthful],
    ['promises refused', result.promiseRefused],
    ['offers', result.offers],
    ['declined', result.declined],
    ['couriers who vanished', result.vanished],
    ['assignments unexplained', result.unexplained],
    ['click to door, p50 / p95', `${seconds(result.p50ClickToDoorSeconds)} / ${seconds(result.p95ClickToDoorSeconds)}`],
    ['seconds', result.seconds],
  ];
  const widest = Math.max(...rows.map(([label]) => label.length));
  return [
    '',
    ...rows.map(([label, value]) => `  ${label.padEnd(widest)}  ${value}`),
    "  counted in the partners' ledger, on couriers' phones and in Temporal's histories",
    ...findings.slice(0, shownEntries).map(({ order, what }) => `  wrong: ${order} ${what}`),
    ...troubles.slice(0, shownEntries).map((trouble) => `  open: ${trouble}`),
  ].join('\n');
}

/** One sentence on what is wrong; null when nothing is. */
export function burstVerdict({ result, findings, troubles }: BurstOutcome): string | null {
  const faults = [
    ...(result.orders === 0 ? ['nothing could be ordered'] : []),
    ...(findings.length > 0 ? [`${findings.length} things are wrong: ${findings[0]?.order} ${findings[0]?.what}`] : []),
    ...(troubles.length > 0 ? [`not every order was over: ${troubles[0]}`] : []),
  ];
  return faults.length === 0 ? null : `The burst failed: ${faults.join('; ')}.`;
}

const seconds = (value: number | null): string => (value === null ? '-' : `${value} s`);
