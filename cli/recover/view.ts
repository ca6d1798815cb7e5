import type { RecoveryFinding } from '#workers/recovery/types';
import { countOf } from '#domain/countOf';

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
  const nouns: Record<Kind, [one: string, more: string]> = {
    start: applied ? ['workflow started', 'workflows started'] : ['workflow to start', 'workflows to start'],
    left: ['workflow left as it is', 'workflows left as they are'],
    restore: applied
      ? ['workflow whose rows were brought up to it', 'workflows whose rows were brought up to them']
      : ['workflow to bring rows up to', 'workflows to bring rows up to'],
    rowMissing: [
      'workflow without rows, for a person to look into (see the runbook)',
      'workflows without rows, for a person to look into (see the runbook)',
    ],
    schedule: applied ? ['Schedule created', 'Schedules created'] : ['Schedule to create', 'Schedules to create'],
    zone: applied ? ['dispatcher woken', 'dispatchers woken'] : ['dispatcher to wake', 'dispatchers to wake'],
    order: applied ? ['order handed over', 'orders handed over'] : ['order to hand over', 'orders to hand over'],
  };
  const totals = [...counts].map(([kind, count]) => countOf(count, ...nouns[kind])).join(', ');
  return applied ? `Done: ${totals}.` : `${totals}. Nothing was changed; ${whatDoes(findings)}.`;
}

/** Which options do what was found; `--apply` alone does nothing about a workflow that was terminated. */
function whatDoes(findings: readonly RecoveryFinding[]): string {
  const isDone = findings.some(({ kind }) => kind !== 'left' && kind !== 'rowMissing');
  const isTerminated = findings.some(({ option }) => option !== undefined);
  if (isDone && isTerminated) return '--apply does it, --terminated --apply also starts what was terminated';
  if (isTerminated) return '--terminated --apply starts what was terminated';
  return isDone ? '--apply does it' : 'there is nothing that --apply would do';
}
