import type { Pool } from 'pg';
import { signatureHeader, signWebhook } from '#facade/webhooks/signature';
import type { SimulatorLogger } from '../logger';
import { acknowledgeWebhook, type DueWebhook, dueWebhooks, postponeWebhook } from './store';

/** Short enough for parcels that take a second, long enough to cost Postgres next to nothing when all is quiet. */
const pollMs = 100;
/** Sent at once, at most: the receiver is one API process, and more would only wait there. */
const batchSize = 16;
/** A receiver that needs longer than this counts as down. */
const answerTimeoutMs = 5_000;
const firstRetryMs = 250;
const longestRetryMs = 10_000;

/** Wait before the next try, after `attempts` that failed: doubles from 250 ms to 10 s. */
export function retryDelayMs(attempts: number): number {
  return Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(attempts - 1, 10));
}

/**
 * Sends what is due, again and again until it is acknowledged with a 2xx. All work is in the `webhooks` table; one
 * timer polls it, so that a restart goes on where the last process stopped. A crash between the receiver's 2xx and its
 * record sends that webhook twice, as carriers do; receivers tell repeats by the event's ID.
 */
export class WebhookSender {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private readonly stopped = new AbortController();

  constructor(
    private readonly pool: Pool,
    private readonly target: { webhookUrl: string; webhookSecret: string },
    private readonly logger: SimulatorLogger,
  ) {}

  start(): void {
    this.timer = setTimeout(() => {
      this.running = this.tick();
    }, pollMs);
  }

  /** Gives up what is being sent (it is sent again after a restart) and waits until nothing runs. */
  async stop(): Promise<void> {
    this.stopped.abort();
    clearTimeout(this.timer);
    await this.running;
  }

  private async tick(): Promise<void> {
    try {
      let due: DueWebhook[];
      do {
        due = await dueWebhooks(this.pool, batchSize);
        await Promise.all(due.map((webhook) => this.deliver(webhook)));
      } while (due.length === batchSize && !this.stopped.signal.aborted);
    } catch (error) {
      // Postgres is away: everything is still in the table, and the next tick looks again.
      this.logger.error({ err: error }, 'webhooks could not be read or recorded');
    }
    if (!this.stopped.signal.aborted) this.start();
  }

  private async deliver(webhook: DueWebhook): Promise<void> {
    const failure = await this.post(webhook);
    if (this.stopped.signal.aborted && failure) return;
    if (!failure) return acknowledgeWebhook(this.pool, webhook.sequence);
    const delayMs = retryDelayMs(webhook.attempts + 1);
    this.logger.warn({ eventId: webhook.eventId, failure, delayMs }, 'webhook not acknowledged, will send it again');
    await postponeWebhook(this.pool, webhook.sequence, delayMs);
  }

  /** What went wrong, or undefined when the receiver has acknowledged. */
  private async post(webhook: DueWebhook): Promise<string | undefined> {
    const body = JSON.stringify(bodyOf(webhook));
    // Signed anew at each try: a signature from before an outage would be too old.
    const signature = signWebhook(this.target.webhookSecret, body, Math.floor(Date.now() / 1000));
    try {
      const response = await fetch(`${this.target.webhookUrl.replace(/\/+$/, '')}/v1/webhooks/${webhook.partner}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', [signatureHeader]: signature },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(answerTimeoutMs), this.stopped.signal]),
      });
      await response.body?.cancel();
      return response.ok ? undefined : `status ${response.status}`;
    } catch {
      return 'no answer';
    }
  }
}

/** A carrier knows its parcels by their numbers, a station its orders by their own and by our reference. */
function bodyOf({ partner, eventId, trackingNumber, reference, status, occurredAt }: DueWebhook): object {
  const subject = partner === 'carrier' ? { trackingNumber } : { reference, warehouseOrderId: trackingNumber };
  return { eventId, ...subject, status, occurredAt: occurredAt.toISOString() };
}
