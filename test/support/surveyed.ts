import { randomUUID } from 'node:crypto';
import { surveyIdOf, surveyWorkflowId } from '#domain/ids';
import { call, type Answer } from './customer';
import { waitFor } from './waitFor';
import type { World } from './world';

/** Whoever was sent something: the subscription or order that it belongs to, and the way in. */
export interface Surveyed {
  subscriptionId: string;
  token: string;
}

/** One survey of one customer, from its row to the partner who sends it. */
export class SurveyOf {
  readonly id: string;
  readonly workflowId: string;

  constructor(
    private readonly world: World,
    private readonly of: Surveyed,
    surveyId: string,
  ) {
    this.id = surveyIdOf(of.subscriptionId, surveyId);
    this.workflowId = surveyWorkflowId(of.subscriptionId, surveyId);
  }

  async state(): Promise<string | undefined> {
    const { rows } = await this.world.database.pool.query('SELECT state FROM surveys WHERE id = $1', [this.id]);
    return rows[0]?.state as string | undefined;
  }

  /** Waits until its row is there. */
  async scheduled(): Promise<void> {
    await waitFor(`the survey ${this.id}`, async () => ((await this.state()) === undefined ? undefined : true));
  }

  handle(runId?: string) {
    return this.world.temporal.workflow.getHandle(this.workflowId, runId);
  }

  /** The result, once the relay has started it. */
  async result(): Promise<unknown> {
    await waitFor(`the start of ${this.id}`, async () => {
      const { rows } = await this.world.database.pool.query(
        `SELECT FROM outbox WHERE kind = 'startSurvey' AND payload ->> 'id' = $1 AND delivered_at IS NOT NULL`,
        [this.id],
      );
      return rows.length > 0 ? true : undefined;
    });
    return this.handle().result();
  }

  /** Requests that reached the partner. */
  async requests(): Promise<number> {
    const { messages } = await this.world.simulator.summary(this.id);
    return messages['surveyRequest'] ?? 0;
  }

  /** Requests that were ever put in the way to the partner. */
  async queued(): Promise<number> {
    const { rows } = await this.world.database.pool.query(
      `SELECT FROM outbox WHERE payload ->> 'template' = 'surveyRequest' AND payload ->> 'reference' = $1`,
      [this.id],
    );
    return rows.length;
  }

  /** Waits until the partner was asked. */
  async reached(): Promise<void> {
    await waitFor('the message', async () => ((await this.requests()) > 0 ? true : undefined));
  }

  get(token = this.of.token): Promise<Answer> {
    return call(this.world, token, 'GET', `/v1/surveys/${this.id}`);
  }

  answer(answers: Record<string, unknown>, token = this.of.token): Promise<Answer> {
    return call(this.world, token, 'POST', `/v1/surveys/${this.id}/answers`, { answers });
  }

  /** Resets the workflow to each event at which the server allows it; what each of those runs came to. */
  async resetEverywhere(): Promise<unknown[]> {
    const { runId } = await this.handle().describe();
    const { events } = await this.handle(runId).fetchHistory();
    const results: unknown[] = [];
    for (const event of (events ?? []).filter((each) => each.workflowTaskCompletedEventAttributes)) {
      const { runId: newRun } = await this.world.temporal.workflowService.resetWorkflowExecution({
        namespace: 'default',
        workflowExecution: { workflowId: this.workflowId, runId },
        workflowTaskFinishEventId: Number(event.eventId) as never,
        requestId: randomUUID(),
        reason: 'test',
      });
      results.push(await this.handle(newRun).result());
    }
    return results;
  }

  /** Has the relay deliver the start once more, as after its death between a start and its mark. */
  async startAgain(): Promise<void> {
    const { pool } = this.world.database;
    const row = `kind = 'startSurvey' AND payload ->> 'id' = $1`;
    await pool.query(`UPDATE outbox SET delivered_at = NULL WHERE ${row}`, [this.id]);
    await waitFor('the repeat', async () => {
      const { rows } = await pool.query(`SELECT FROM outbox WHERE ${row} AND delivered_at IS NULL`, [this.id]);
      return rows.length === 0 ? true : undefined;
    });
  }
}
