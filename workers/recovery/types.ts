import type { Client, ScheduleOptions } from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';
import type { Database } from '#db/pool';
import type { OutboxMessage } from '#domain/outbox/types';

/** A workflow that must be there as long as its rows say that something is left to do. */
export interface Candidate {
  workflowId: string;
  /** Where its rows say that it stands. */
  standing: string;
  /** How it is started there; null: its rows are older than what is kept for that. */
  start: {
    workflowType: string;
    args: unknown[];
    attributes: SearchAttributePair[];
    summary: string;
    /** What it has not heard of: the relay tells it, as soon as it is there. */
    news: OutboxMessage[];
    /** Of a delivery: the shipment that waits for its end. */
    shipmentOf?: { subscriptionId: string; cycle: number };
  } | null;
}

export interface Recovery {
  db: Database;
  client: Client;
  taskQueue: string;
  /** Schedules that must be there. */
  schedules: ScheduleOptions[];
  /** Postgres was set back: workflows that know more than their rows show it again. */
  databaseRestored: boolean;
  /** Also start what was ended by force (terminated, failed). */
  terminated: boolean;
  /** False: only look. */
  apply: boolean;
  /** Called with each thing that is found, as it is found. */
  found: (finding: RecoveryFinding) => void;
}

/**
 * `start`: a workflow is missing, and is started where its rows say it stood. `left`: it is missing, and stays so, for the
 * reason that is told. `restore`: rows are behind a workflow, and are brought up to it. `rowMissing`: a workflow goes on
 * without its rows, for a person to look into. `schedule`, `zone`, `order`: a Schedule, a dispatcher, an order's start.
 */
export interface RecoveryFinding {
  kind: 'start' | 'left' | 'restore' | 'rowMissing' | 'schedule' | 'zone' | 'order';
  id: string;
  detail: string;
  /** Of what is left: with this option it would not be. */
  option?: '--terminated';
}
