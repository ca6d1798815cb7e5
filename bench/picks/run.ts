import { createPool } from '#db/pool';
import { tokenOf, withServer } from '../api';
import { type Answered, LoadClient, type Spread, spreadOf } from '../load';
import { withPostgres } from '../withPostgres';
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
  roundTripMs: Spread;
  serverMs: Spread;
  /** Answers that came from another layer than was meant: a first request while the process begins to listen. */
  otherLayers: number;
}

/** The floor: a request that does nothing, as often. What else the machine does shows in it. */
export const noise = 'healthz';
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
      return await withServer('picks', databaseUrl, async (url) => {
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
  const token = await tokenOf(subject);
  return () => client.ask(`/v1/programs/${programId}/picks`, token);
}

export function rowOf(layer: string, perSecond: number | null, answers: Answered[]): PicksBenchRow {
  return {
    layer,
    perSecond,
    requests: answers.length,
    ...spreadOf(answers),
    otherLayers: layer === noise ? 0 : answers.filter((answer) => answer.layer !== layer).length,
  };
}
