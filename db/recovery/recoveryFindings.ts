import type { Queryable } from '../pool';

/** Which of the two is not there: the workflow of a row that lives, or the row of a workflow that does. */
export type FindingKind = 'workflowMissing' | 'rowMissing';

export interface Finding {
  workflowId: string;
  kind: FindingKind;
  /** Null: not known where it was noticed. */
  customerId: string | null;
  noticedAt: Date;
}

/** Keeps for ops that a row and a workflow are without each other. Repeats change nothing. */
export async function noteFinding(
  db: Queryable,
  { workflowId, kind, customerId }: Omit<Finding, 'noticedAt'>,
): Promise<void> {
  await db.query(
    `INSERT INTO recovery_findings (workflow_id, kind, customer_id) VALUES ($1, $2, $3)
     ON CONFLICT (workflow_id) DO UPDATE SET kind = $2, customer_id = $3 WHERE recovery_findings.kind <> $2`,
    [workflowId, kind, customerId],
  );
}

export async function forgetFinding(db: Queryable, workflowId: string): Promise<void> {
  await db.query('DELETE FROM recovery_findings WHERE workflow_id = $1', [workflowId]);
}

/** All of them, the ones that were noticed first at the top. */
export async function listFindings(db: Queryable, limit: number): Promise<Finding[]> {
  const { rows } = await db.query<Finding>(
    `SELECT workflow_id AS "workflowId", kind, customer_id AS "customerId", noticed_at AS "noticedAt"
     FROM recovery_findings ORDER BY noticed_at, workflow_id LIMIT $1`,
    [limit],
  );
  return rows;
}

/** Does anything of this shipment remain to be done, so that its workflow must be there? */
export async function isShipmentAlive(db: Queryable, subscriptionId: string, cycle: number): Promise<boolean> {
  const { rowCount } = await db.query(
    `SELECT FROM shipments WHERE subscription_id = $1 AND cycle = $2 AND phase NOT IN ('done', 'abandoned')`,
    [subscriptionId, cycle],
  );
  return rowCount === 1;
}

/** Does the shipment of this delivery still wait for its end? */
export async function isDeliveryAwaited(db: Queryable, deliveryId: string): Promise<boolean> {
  const { rowCount } = await db.query(`SELECT FROM shipments WHERE id = $1 AND phase = 'delivering'`, [deliveryId]);
  return rowCount === 1;
}
