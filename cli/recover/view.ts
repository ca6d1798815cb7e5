import type { RecoveryFinding } from '../../workers/recovery/types';

type Kind = RecoveryFinding['kind'];

const verbs: Record<Kind, [planned: string, done: string]> = {
  start: ['would start', 'started'],
  left: ['leaves', 'left'],
  restore: ['would bring rows up to', 'brought rows up to'],
  rowMissing: ['has no rows of', 'has no rows of'],
  schedule: ['would create the Schedule', 'created the Schedule'],
  zone: ['would wake the dispatcher of', 'woke the dispatcher of'],
  order: ['would hand over the order', 'handed over the order'],
};

/** `would start shipment:sub_1:2 (inTransit, parcel delivered)` */
export const findingLine = ({ kind, id, detail }: RecoveryFinding, applied: boolean): string =>
  `${verbs[kind][applied ? 1 : 0]} ${id} (${detail})`;

/** What it came to, and what to do next. */
export function recoveryTotals(findings: readonly RecoveryFinding[], applied: boolean): string {
  if (findings.length === 0) return 'Rows and workflows belong together: there is nothing to do.';
  const counts = new Map<Kind, number>();
  for (const { kind } of findings) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const nouns: Record<Kind, string> = {
    start: applied ? 'workflows started' : 'workflows to start',
    left: 'workflows left as they are',
    restore: applied ? 'rows brought up to their workflows' : 'rows to bring up to their workflows',
    rowMissing: 'workflows without rows, for a person to look into (see the runbook)',
    schedule: applied ? 'Schedules created' : 'Schedules to create',
    zone: applied ? 'dispatchers woken' : 'dispatchers to wake',
    order: applied ? 'orders handed over' : 'orders to hand over',
  };
  const totals = [...counts].map(([kind, count]) => `${count} ${nouns[kind]}`).join(', ');
  return applied ? `Done: ${totals}.` : `${totals}. Nothing was changed; --apply does it.`;
}
