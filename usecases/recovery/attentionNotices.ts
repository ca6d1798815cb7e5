import { type Finding, listFindings } from '#db/recovery/recoveryFindings';
import type { Queryable } from '#db/pool';

interface Stores {
  db: Queryable;
  /** Why what Postgres and Temporal hold does not belong together, in a sentence; null: it does, or nobody can tell. */
  whyApart: () => Promise<string | null>;
}

/** Findings that are named one by one; the rest are counted. */
const mostNamed = 20;

/** What ops must know beside shipments, a sentence each: rows and workflows that were found without each other. */
export async function attentionNotices({ db, whyApart }: Stores): Promise<string[]> {
  const apart = await whyApart();
  const findings = await listFindings(db, mostNamed + 1);
  const more = findings.length > mostNamed ? [`and more of these: "everbox recover" lists all`] : [];
  return [...(apart === null ? [] : [apart]), ...findings.slice(0, mostNamed).map(sentenceOf), ...more];
}

function sentenceOf({ workflowId, kind, customerId, noticedAt }: Finding): string {
  const since = `noticed ${noticedAt.toISOString()}`;
  if (kind === 'workflowMissing') return `the workflow ${workflowId} is missing (${since}): run "everbox recover"`;
  const whose = customerId === null ? '' : ` of customer ${customerId}`;
  return `the workflow ${workflowId}${whose} goes on without rows (${since}): see "A restore" in the runbook`;
}
