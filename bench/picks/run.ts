import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { issueToken } from '../../api/auth/tokens';
import { percentile } from '../../cli/eval/dispatch/measure';
import { createPool } from '../../db/pool';
import { repositoryRoot } from '../../workers/paths';
import { jwtSecret } from '../api';
import { withPostgres } from '../withPostgres';
import { type Answered, LoadClient } from './load';
import { setTheStage } from './stage';

export interface PicksBenchOptions {
  items: number;
  deeds: number;
  rate: number;
  seconds: number;
  seed: number;
}

/** A row per layer, through HTTP on loopback. */
export interface PicksBenchRow {
  layer: string;
  /** Null: one request after the other. */
  perSecond: number | null;
  requests: number;
  roundTripMs: { p50: number; p99: number; max: number };
  serverMs: { p50: number; p99: number; max: number };
  /** Answers that came from another layer than was meant: a first request while the process begins to listen. */
  otherLayers: number;
}

/** The floor: a request that does nothing, as often. What else the machine does shows in it. */
const noise = 'healthz';
/** One after the other: at the rate of the others, ranking alone would fill a core. */
const liveRequests = 500;
/** Asked before anything is counted: compiled code is measured, not the compiler. */
const warmUp = 300;

export function benchPicks({ items, deeds, rate, seconds, seed }: PicksBenchOptions): Promise<PicksBenchRow[]> {
  return withPostgres(async (databaseUrl) => {
    const db = createPool(databaseUrl);
    try {
      const counts = { ahead: rate * seconds + warmUp, others: liveRequests + warmUp };
      const stage = await setTheStage(db, { items, deeds, seed, ...counts });
      return await withServer(databaseUrl, async (url) => {
        const client = new LoadClient(url);
        const asking = (customers: string[]) => Promise.all(customers.map((id) => asks(client, stage.programId, id)));
        const ahead = await asking(stage.ahead);
        const others = await asking(stage.others);
        for (const send of others.slice(0, warmUp)) await send();
        // Together, so that every connection to Postgres is open and has planned its statements.
        await Promise.all(ahead.slice(0, warmUp).map((send) => send()));
        const live: Answered[] = [];
        for (const send of others.slice(warmUp)) live.push(await send());
        const measured = ahead.slice(warmUp);
        const precomputed = await client.atRate(rate, measured);
        const kept = await client.atRate(rate, measured);
        const floor = measured.map(() => () => client.ask('/healthz', ''));
        const nothing = await client.atRate(rate, floor);
        client.close();
        return [
          rowOf(noise, rate, nothing),
          rowOf('process', rate, kept),
          rowOf('precomputed', rate, precomputed),
          rowOf('live', null, live),
        ];
      });
    } finally {
      await db.end();
    }
  });
}

async function asks(client: LoadClient, programId: string, subject: string): Promise<() => Promise<Answered>> {
  const token = await issueToken({ role: 'customer', subject, secret: jwtSecret, ttlSeconds: 3_600 });
  return () => client.ask(`/v1/programs/${programId}/picks`, token);
}

async function withServer<T>(databaseUrl: string, work: (url: string) => Promise<T>): Promise<T> {
  const child = fork(join(repositoryRoot(), 'dist', 'bench', 'picks', 'server.js'), [], { execArgv: [] });
  try {
    child.send({ databaseUrl });
    const [url] = (await once(child, 'message')) as [string];
    return await work(url);
  } finally {
    child.kill();
  }
}

function rowOf(layer: string, perSecond: number | null, answers: Answered[]): PicksBenchRow {
  const spread = (values: number[]) => ({
    p50: percentile(values, 0.5),
    p99: percentile(values, 0.99),
    max: percentile(values, 1),
  });
  return {
    layer,
    perSecond,
    requests: answers.length,
    roundTripMs: spread(answers.map(({ roundTripMs }) => roundTripMs)),
    serverMs: spread(answers.map(({ serverMs }) => serverMs)),
    otherLayers: layer === noise ? 0 : answers.filter((answer) => answer.layer !== layer).length,
  };
}
