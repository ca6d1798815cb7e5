import type { Logger } from 'pino';
import { inTransaction } from '#db/pool';
import { lockWaiting, markDelivered, markFailed, type OutboxLine, type OutboxRow } from '#db/outbox/outbox';
import { OutboxMessageError, parseOutboxMessage } from '#domain/outbox/parse';
import { Rounds } from '../rounds';
import { deliver, type Destinations } from './deliver';

export interface RelayDependencies extends Destinations {
  logger: Logger;
}

/** One line per destination: a notifications partner that hangs must not hold up sign-ups. */
const lines: readonly OutboxLine[] = [
  { kinds: ['notify'], areMeant: false },
  { kinds: ['notify'], areMeant: true },
];
/** Rows of one round: delivered side by side, within one transaction. */
const batchSize = 25;
/** How soon a sign-up's workflow starts when nothing else waits; the query of an empty round is one index probe. */
const pauseMs = 100;

/**
 * Delivers the outbox: what was accepted into Postgres reaches Temporal, or the notifications partner, at least once,
 * however often this process dies. Any number of relays may run; a row that one has locked is passed over by the others.
 *
 * Why it is safe to run again: a workflow starts once under its ID, a shipment takes a parcel's end once and the payment
 * method that was chosen last, and a message has an idempotency key.
 */
export class Relay {
  private readonly lines: Rounds[];

  constructor(private readonly dependencies: RelayDependencies) {
    this.lines = lines.map((line) => new Rounds(() => this.deliverAndRest(line)));
  }

  start(): void {
    for (const line of this.lines) line.start();
  }

  /** Ends after the rounds that are under way. */
  async stop(): Promise<void> {
    await Promise.all(this.lines.map((line) => line.stop()));
  }

  /** @returns how long to rest, ms: not at all while more waits */
  private async deliverAndRest(line: OutboxLine): Promise<number> {
    try {
      return (await this.deliverRound(line)) < batchSize ? pauseMs : 0;
    } catch (error) {
      this.dependencies.logger.warn({ err: error }, 'the relay could not read the outbox; it tries again');
      return pauseMs;
    }
  }

  private async deliverRound(line: OutboxLine): Promise<number> {
    return inTransaction(this.dependencies.db, async (tx) => {
      const rows = await lockWaiting(tx, line, batchSize);
      if (rows.length === 0) return 0;
      const results = await Promise.all(rows.map(async (row) => ({ row, delivered: await this.tryDeliver(row) })));
      const ids = (wanted: boolean) => results.filter((r) => r.delivered === wanted).map((r) => r.row.id);
      await markDelivered(tx, ids(true));
      await markFailed(tx, ids(false));
      return rows.length;
    });
  }

  private async tryDeliver(row: OutboxRow): Promise<boolean> {
    try {
      await deliver(this.dependencies, parseOutboxMessage(row));
      return true;
    } catch (error) {
      const { id, kind, attempts } = row;
      const told = { err: error, outboxId: id, kind, attempts };
      // Kept and tried again like any other: a worker of the version that wrote it delivers it.
      if (error instanceof OutboxMessageError) this.dependencies.logger.error(told, 'this version cannot deliver it');
      else this.dependencies.logger.warn(told, 'not delivered yet');
      return false;
    }
  }
}
