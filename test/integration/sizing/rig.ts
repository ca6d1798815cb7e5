import { randomUUID } from 'node:crypto';
import { openCycle } from '#activities/selection/openCycle';
import { beginOpening } from '#domain/subscription/apply';
import type { Dependencies } from '#activities/dependencies';
import { publishProgram } from '#db/catalog/programs';
import { Models } from '#serving/picks/models';
import { PreparedCatalogs } from '#serving/picks/preparedCatalogs';
import { wallClock } from '#domain/clock';
import type { RankedItem } from '#domain/selection/types';
import type { SubscriptionInput } from '#workflows/subscription/messages';
import { wearItems, wearProgram } from '#test/support/wearProgram';
import { signUp } from '../api/fixtures';
import { ApiRig } from '../api/rig';

export type Fit = 'tooSmall' | 'good' | 'tooLarge';

/** The API with a program of things to wear, and a customer's ways in it. */
export class WearRig {
  private constructor(readonly api: ApiRig) {}

  static async open(): Promise<WearRig> {
    const api = await ApiRig.open();
    await publishProgram(api.database.pool, wearProgram());
    await wearItems(api.database.pool);
    return new WearRig(api);
  }

  close(): Promise<void> {
    return this.api.close();
  }

  get db() {
    return this.api.database.pool;
  }

  as(subject: string) {
    return (method: string, path: string, body?: unknown) =>
      this.api.call(method, path, { role: 'customer', subject, ...(body === undefined ? {} : { body }) });
  }

  async size(customerId: string, sku = 'style-01-M') {
    return this.as(customerId)('GET', `/v1/products/${sku}/size?programId=test-wear`);
  }

  /** Says how items turned out, as a client does. */
  async fits(customerId: string, fits: Record<string, Fit>): Promise<void> {
    const events = Object.entries(fits).map(([sku, fit]) => ({
      id: randomUUID(),
      kind: 'fit',
      programId: 'test-wear',
      sku,
      occurredAt: new Date(Date.now() - 60_000).toISOString(),
      data: { fit },
    }));
    const { body } = await this.as(customerId)('POST', '/v1/events', { events });
    if (body.accepted !== events.length) throw new Error(JSON.stringify(body));
  }

  signUp(customerId: string, preferences: object = {}): Promise<string> {
    const wishes = { likes: [], dislikes: [], ...preferences };
    return signUp(this.api, customerId, { programId: 'test-wear', preferences: wishes });
  }

  /** What the first cycle offers: the pick, then the alternatives. */
  async opened(subscriptionId: string): Promise<RankedItem[]> {
    const { rows } = await this.db.query<{ payload: SubscriptionInput }>(
      `SELECT payload FROM outbox WHERE kind = 'startSubscription' AND payload #>> '{state,id}' = $1`,
      [subscriptionId],
    );
    const { state, zone } = rows[0]!.payload;
    await openCycle(this.dependencies(), {
      state: beginOpening(state),
      zone,
      clock: wallClock,
      nowMs: state.anchor.atMs,
    });
    const cycle = await this.db.query<{ offered: RankedItem[] }>(
      'SELECT offered FROM cycles WHERE subscription_id = $1',
      [subscriptionId],
    );
    return cycle.rows[0]!.offered;
  }

  /** What these activities work with; the rest of a worker's dependencies is not theirs. */
  dependencies(): Dependencies {
    return { db: this.db, catalogs: new PreparedCatalogs(this.db), models: new Models(this.db) } as Dependencies;
  }
}
