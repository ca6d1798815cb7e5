import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import type { Logger } from 'pino';
import { inTransaction, type Database } from '../db/pool';
import { lockWaiting, markDelivered, markFailed, type OutboxKind, type OutboxRow } from '../db/queries/outbox';
import { shipmentWorkflowId, subscriptionWorkflowId } from '../domain/ids';
import type { NotificationRequest, NotificationsPort } from '../facade/ports';
import { customerKey, programKey, stateKey } from '../workflows/searchAttributes';
import { parcelEnded } from '../workflows/shipment/messages';
import { subscriptionWorkflow, type SubscriptionInput } from '../workflows/subscription/messages';

export interface RelayDependencies {
  db: Database;
  client: Client;
  notifications: NotificationsPort;
  taskQueue: string;
  logger: Logger;
}

/** One line per destination: a notifications partner that hangs must not hold up sign-ups. */
const lines: readonly (readonly OutboxKind[])[] = [['startSubscription', 'parcelEnded'], ['notify']];
/** Rows of one round: delivered side by side, within one transaction. */
const batchSize = 25;
/** How soon a sign-up's workflow starts when nothing else waits; the query of an empty round is one index probe. */
const pauseMs = 100;

/**
 * Delivers the outbox: what was accepted into Postgres reaches Temporal, or the notifications partner, at least once,
 * however often this process dies. Any number of relays may run; a row that one has locked is passed over by the others.
 *
 * Why it is safe to run again: a workflow starts once under its ID, a shipment takes a parcel's end once, and a
 * message has an idempotency key.
 */
export class Relay {
  private stopping = false;
  private running: Promise<unknown> = Promise.resolve();

  constructor(private readonly dependencies: RelayDependencies) {}

  start(): void {
    this.running = Promise.all(lines.map((kinds) => this.run(kinds)));
  }

  /** Ends after the rounds that are under way. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.running;
  }

  private async run(kinds: readonly OutboxKind[]): Promise<void> {
    while (!this.stopping) {
      const delivered = await this.deliverRound(kinds).catch((error: unknown) => {
        this.dependencies.logger.warn({ err: error }, 'the relay could not read the outbox; it tries again');
        return 0;
      });
      if (delivered < batchSize) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  private async deliverRound(kinds: readonly OutboxKind[]): Promise<number> {
    return inTransaction(this.dependencies.db, async (tx) => {
      const rows = await lockWaiting(tx, kinds, batchSize);
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
      await this.deliver(row);
      return true;
    } catch (error) {
      const { id, kind, attempts } = row;
      this.dependencies.logger.warn({ err: error, outboxId: id, kind, attempts }, 'not delivered yet');
      return false;
    }
  }

  private async deliver(row: OutboxRow): Promise<void> {
    switch (row.kind) {
      case 'startSubscription':
        return startSubscription(this.dependencies, row.payload as SubscriptionInput);
      case 'parcelEnded':
        return endParcel(this.dependencies.client, row.payload as ParcelEnd);
      case 'notify':
        return this.dependencies.notifications.send(row.payload as NotificationRequest);
    }
  }
}

async function startSubscription({ client, taskQueue }: RelayDependencies, input: SubscriptionInput): Promise<void> {
  const { id, programId, customerId, status } = input.state;
  try {
    await client.workflow.start(subscriptionWorkflow, {
      workflowId: subscriptionWorkflowId(id),
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      taskQueue,
      args: [input],
      typedSearchAttributes: [
        { key: programKey, value: programId },
        { key: customerKey, value: customerId },
        { key: stateKey, value: status },
      ],
      staticSummary: `${customerId} in ${programId}`,
    });
  } catch (error) {
    // A relay that died between the start and its mark: the workflow is there, which is all that was wanted.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

interface ParcelEnd {
  subscriptionId: string;
  cycle: number;
  status: 'delivered' | 'returned';
  atMs: number;
}

async function endParcel(client: Client, { subscriptionId, cycle, status, atMs }: ParcelEnd): Promise<void> {
  try {
    await client.workflow.getHandle(shipmentWorkflowId(subscriptionId, cycle)).signal(parcelEnded, { status, atMs });
  } catch (error) {
    // The shipment ended already (abandoned): the parcel's end is in the read model, and there is nobody to tell.
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
