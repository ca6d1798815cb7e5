import { createPool } from '#db/pool';
import { seededRandom } from '#domain/numbers/random';
import { tokenOf, withServer } from '../api';
import { type Answered, LoadClient } from '../load';
import { noise, type PicksBenchRow, rowOf } from '../picks/run';
import { withPostgres } from '../withPostgres';
import { skuOf, wearShop } from './shop';
import { setTheStage } from './stage';

export interface SizesBenchOptions {
  styles: number;
  fits: number;
  rate: number;
  seconds: number;
  seed: number;
}

export interface SizesBench {
  customers: number;
  trainingSeconds: number;
  rows: PicksBenchRow[];
}

/** Asked before anything is counted: compiled code is measured, not the compiler. */
const warmUp = 500;

/** Sizes through HTTP on loopback: of customers who ask for the first time, and again about something else. */
export function benchSizes({ styles, fits, rate, seconds, seed }: SizesBenchOptions): Promise<SizesBench> {
  return withPostgres(async (databaseUrl) => {
    const db = createPool(databaseUrl);
    const stage = await setTheStage(db, { styles, fits, seed });
    await db.end();
    const { customers, trainingSeconds } = stage;
    return withServer('picks', databaseUrl, async (url) => {
      const client = new LoadClient(url);
      const random = seededRandom(seed);
      const tokens = await Promise.all(customers.map((id) => tokenOf(id)));
      const ask = (n: number) => (): Promise<Answered> => {
        const sku = skuOf(Math.floor(styles * random()), 3);
        return client.ask(`/v1/products/${sku}/size?programId=${wearShop.id}`, tokens[n % tokens.length]!);
      };
      const fresh = Math.min(rate * seconds, tokens.length - warmUp);
      if (fresh < 1) throw new Error(`${fits} fits make only ${tokens.length} customers`);
      const numbers = (from: number, count: number) => Array.from({ length: count }, (_, n) => ask(from + n));
      await client.atRate(rate, numbers(0, warmUp));
      await client.atRate(rate, numbers(0, warmUp));
      const live = await client.atRate(rate, numbers(warmUp, fresh));
      const known = await client.atRate(
        rate,
        Array.from({ length: rate * seconds }, (_, n) => ask(warmUp + (n % fresh))),
      );
      const nothing = await client.atRate(
        rate,
        known.map(() => () => client.ask('/healthz', '')),
      );
      client.close();
      const rows = [rowOf(noise, rate, nothing), rowOf('process', rate, known), rowOf('live', rate, live)];
      return { customers: customers.length, trainingSeconds, rows };
    });
  });
}
