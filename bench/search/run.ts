import { setTimeout as sleep } from 'node:timers/promises';
import { createPool } from '#db/pool';
import { seededRandom } from '#domain/numbers/random';
import { tokenOf, withServer } from '../api';
import { type Answered, LoadClient, type Spread, spreadOf } from '../load';
import { mixedQueries } from '../searchIndex/queries';
import { withPostgres } from '../withPostgres';
import { setTheStage, type Stage, type StageOptions } from './stage';

export interface SearchBenchOptions extends StageOptions {
  rate: number;
  seconds: number;
}

/** A row per kind of traffic, through HTTP on loopback. */
export interface SearchBenchRow {
  traffic: string;
  perSecond: number;
  requests: number;
  roundTripMs: Spread;
  serverMs: Spread;
  /** Of the server's process, for one request: what other work on the machine does not add to. */
  processorMs: number;
  /** Requests by the layer that answered. */
  layers: Record<string, number>;
}

/** Asked before anything is counted: compiled code is measured, not the compiler. */
const warmUp = 600;
/** As the API allows. */
const longestText = 200;

export function benchSearch(options: SearchBenchOptions): Promise<SearchBenchRow[]> {
  return withPostgres(async (databaseUrl) => {
    const db = createPool(databaseUrl);
    const stage = await setTheStage(db, options);
    await db.end();
    return withServer('search', databaseUrl, async (url) => {
      const client = new LoadClient(url);
      const tokens = await Promise.all(stage.customers.map((id) => tokenOf(id)));
      const count = options.rate * options.seconds;
      const mixed = requestsFor(client, stage, tokens, count + warmUp, options.seed);
      await firstAnswer(client, stage, tokens[0]!);
      const { rate } = options;
      // At the rate of the others: a burst would say nothing of how the process does in its usual day.
      await client.atRate(rate, mixed.slice(0, warmUp));
      // Together, so that every connection to Postgres is open: opening one would be most of what is measured.
      await Promise.all(tokens.slice(0, 64).map((token) => homeFor(client, stage, token, '&limit=5&session=warm')()));
      const measured = mixed.slice(warmUp);
      const homes = Array.from({ length: Math.min(count, tokens.length) }, (_, n) =>
        homeFor(client, stage, tokens[n]!),
      );
      const row = async (traffic: string, requests: Request[]): Promise<SearchBenchRow> => {
        const before = await processorSeconds(url);
        const answers = await client.atRate(rate, requests);
        const processorMs = (1_000 * ((await processorSeconds(url)) - before)) / requests.length;
        return { ...rowOf(traffic, rate, answers), processorMs };
      };
      const nothing = measured.map(() => () => client.ask('/healthz', ''));
      const rows = [
        await row('nothing (/healthz)', nothing),
        await row('home pages, worked out ahead', homes),
        await row('mixed queries, each for the first time', measured),
        await row('the same again', measured),
      ];
      client.close();
      return rows;
    });
  });
}

type Request = () => Promise<Answered>;

/** As the server's own metrics have it. */
async function processorSeconds(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_cpu_seconds_total (\S+)$/m.exec(text)?.[1]);
}

/** Every one by a customer with a taste, drawn by chance; each tenth within a price. */
function requestsFor(client: LoadClient, stage: Stage, tokens: string[], count: number, seed: number) {
  const random = seededRandom(seed + 9);
  return mixedQueries(stage.documents, count, seed).map((text) => {
    const query = new URLSearchParams({ programId: stage.programId, q: text.slice(0, longestText) });
    if (random() < 0.1) query.set('maxPriceCents', '2000');
    const token = tokens[Math.floor(random() * tokens.length)]!;
    const path = `/v1/search?${query.toString()}`;
    return () => client.ask(path, token);
  });
}

const homeFor =
  (client: LoadClient, { programId }: Stage, token: string, more = ''): Request =>
  () =>
    client.ask(`/v1/search?programId=${programId}${more}`, token);

/** Once the index is built. */
async function firstAnswer(client: LoadClient, stage: Stage, token: string): Promise<void> {
  for (let tries = 0; tries < 120; tries += 1) {
    const answer = await homeFor(client, stage, token)().catch(() => null);
    if (answer) return;
    await sleep(500);
  }
  throw new Error('the index was not built within a minute');
}

function rowOf(traffic: string, perSecond: number, answers: Answered[]): Omit<SearchBenchRow, 'processorMs'> {
  const layers: Record<string, number> = {};
  for (const { layer } of answers) if (layer) layers[layer] = (layers[layer] ?? 0) + 1;
  return {
    traffic,
    perSecond,
    requests: answers.length,
    ...spreadOf(answers),
    layers,
  };
}
