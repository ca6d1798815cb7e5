import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { inTransaction, type Queryable } from '../database';
import type { Settings } from '../settings';
import { draw } from '#facade/testData/draw';
import { type FaultRule, type FaultStage, type FaultSubject, faultRules, firesAt, matches } from './rules';

export interface FaultCall extends FaultSubject {
  idempotencyKey: string | null;
}

interface StoredRule {
  id: string;
  rule: FaultRule;
}

/** The rules in force. They and their counts are stored, so that a restart neither forgets a fault nor repeats one. */
export class FaultEngine {
  private rules: StoredRule[] = [];

  constructor(
    private readonly pool: Pool,
    private readonly settings: Settings,
  ) {}

  async load(): Promise<void> {
    const { rows } = await this.pool.query<StoredRule>('SELECT id, rule FROM simulator.fault_rules ORDER BY position');
    this.rules = rows.map(({ id, rule }) => ({ id, rule: faultRules.element.parse(rule) }));
  }

  /** Puts `rules` in the place of all that were in force; counts start again. */
  async replace(rules: FaultRule[]): Promise<void> {
    const stored = rules.map((rule) => ({ id: randomUUID(), rule }));
    await inTransaction(this.pool, async (tx) => {
      await tx.query('DELETE FROM simulator.fault_rules');
      await tx.query(
        `INSERT INTO simulator.fault_rules (position, id, rule)
         SELECT position, id, rule FROM unnest($1::text[], $2::jsonb[]) WITH ORDINALITY AS given (id, rule, position)`,
        [stored.map(({ id }) => id), stored.map(({ rule }) => JSON.stringify(rule))],
      );
    });
    this.rules = stored;
  }

  /** The first rule of this stage that fires for this call. Counts are taken in `db`: a transaction that fails gives them back. */
  async pick(stage: FaultStage, call: FaultCall, db: Queryable = this.pool): Promise<FaultRule | undefined> {
    for (const { id, rule } of this.rules) {
      if (matches(rule, stage, call) && (await this.fires(id, rule, call, db))) return rule;
    }
    return undefined;
  }

  private async fires(id: string, rule: FaultRule, call: FaultCall, db: Queryable): Promise<boolean> {
    if (rule.probability !== undefined) {
      const { seed } = this.settings;
      // A read has no key that tells its calls apart, so they are counted.
      const [key, number] =
        call.idempotencyKey === null
          ? ['', await countCall(id, db)]
          : [call.idempotencyKey, await attempts(call, call.idempotencyKey, db)];
      return draw(seed, rule.kind, call.operation, key, number ?? 0) < rule.probability;
    }
    if (rule.nth === undefined && rule.times === undefined) return true;
    const seen = await countCall(id, db);
    return seen !== undefined && firesAt(rule, seen);
  }
}

/** The number of this call among those that the rule matched, from 1. Undefined: the rule was replaced a moment ago. */
async function countCall(id: string, db: Queryable): Promise<number | undefined> {
  const { rows } = await db.query<{ seen: number }>(
    'UPDATE simulator.fault_rules SET seen = seen + 1 WHERE id = $1 RETURNING seen',
    [id],
  );
  return rows[0]?.seen;
}

/** Calls with this key so far: a retry is another draw, or a call that fails once would fail for ever. */
async function attempts(call: FaultCall, idempotencyKey: string, db: Queryable): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM simulator.calls
     WHERE idempotency_key = $1 AND partner = $2 AND operation = $3`,
    [idempotencyKey, call.partner, call.operation],
  );
  return rows[0]?.count ?? 0;
}
