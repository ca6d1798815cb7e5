import type { DemoOutcome } from './run';
import { countOf } from '#domain/countOf';

/** Losses, and customers who are not through, that are shown one by one. */
const shownEntries = 20;

type Row = readonly [label: string, value: string | number];

/** The table at the end of a demo: what came of it, where that was counted, and what is wrong if anything is. */
export function summaryOf({ result, findings, uncounted, troubles }: DemoOutcome): string {
  const perShipment = result.historyEventsPerShipment ?? '-';
  const parts = `${result.subscriptionEventsPerCycle ?? '-'} a cycle, ${result.shipmentEventsPerShipment ?? '-'} a shipment`;
  const rows: Row[] = [
    ['customers', result.customers],
    ['cycles opened', result.cyclesOpened],
    ['items selected', result.selected],
    ['swaps accepted', result.swapped],
    ['cycles skipped', result.skipped],
    ['charged', counted(result.charged)],
    ['shipped', counted(result.shipped)],
    ['delivered', counted(result.delivered)],
    ...(result.abandoned > 0 ? [['given up and undone', result.abandoned] as const] : []),
    ...(result.faults > 0 ? [['faults of partners', result.faults] as const] : []),
    ['charged twice', counted(result.chargedTwice)],
    ['shipped twice', counted(result.shippedTwice)],
    ['lost', result.lost],
    ...(result.open > 0 ? [['answer still open', result.open] as const] : []),
    ['history events per shipment', `${perShipment}  (${parts})`],
    ['seconds', result.seconds],
  ];
  const widest = Math.max(...rows.map(([label]) => label.length));
  return [
    '',
    ...rows.map(([label, value]) => `  ${label.padEnd(widest)}  ${value}`),
    "  counted in the partners' ledger and in Temporal's histories",
    ...(uncounted === null ? [] : [`  ${uncounted}`]),
    ...findings
      .slice(0, shownEntries)
      .map(
        ({ subscriptionId, cycle, what }) =>
          `  lost: ${subscriptionId}${cycle === null ? '' : `, cycle ${cycle}`} ${what}`,
      ),
    ...troubles.slice(0, shownEntries).map((trouble) => `  open: ${trouble}`),
  ].join('\n');
}

const counted = (value: number | null): string | number => value ?? 'not counted';

/** One sentence on how much is wrong; null when nothing is. The summary has named each thing. */
export function verdictOf({ result, troubles }: DemoOutcome): string | null {
  const faults = [
    ...(result.lost > 0 ? [`${countOf(result.lost, 'acknowledged thing was', 'acknowledged things were')} lost`] : []),
    ...((result.chargedTwice ?? 0) > 0
      ? [`${countOf(result.chargedTwice ?? 0, 'box was', 'boxes were')} charged twice`]
      : []),
    ...((result.shippedTwice ?? 0) > 0
      ? [`${countOf(result.shippedTwice ?? 0, 'box was', 'boxes were')} shipped twice`]
      : []),
    ...(troubles.length > 0 ? ['not every customer got through'] : []),
  ];
  return faults.length === 0 ? null : `The demo failed: ${faults.join('; ')}.`;
}
