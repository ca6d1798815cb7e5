import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { Client, Connection } from '@temporalio/client';
import type { WorkflowBundleOption } from '@temporalio/worker';
import pino from 'pino';
import { trainCandidate } from '#activities/model/trainCandidate';
import { createApi } from '#api/server';
import { issueToken } from '#api/http/auth/tokens';
import type { Role } from '#domain/subject';
import { startSimulator, type RunningSimulator } from '#simulator/main';
import { SimulatorClient } from '#simulator/client';
import { createFacade } from '#facade/compose/index';
import { publishPrograms } from '#workers/programs';
import type { Config } from '#workers/config';
import { deedFilesOf } from '#workers/training';
import { startWorker, type RunningWorker } from '#workers/worker';
import type { Program } from '#domain/program/types';
import { createTestDatabase, testTemporalAddress, type TestDatabase } from './database';
import { testBundle } from './bundle';
import { call } from './call';
import { lateReads } from './facadeReads';
import { historiesOf, replay } from './histories';
import { quietRuntime } from './quietRuntime';
import { simulatedBy } from './simulatedBy';
import { toyItems, toyProgram } from './toyProgram';

quietRuntime();

const secrets = { jwt: 'j'.repeat(32), webhook: 'w'.repeat(32), partner: 'p'.repeat(32) };

export interface WorldOptions {
  /** For task queue and names; the test's title does well. */
  title: string;
  programs?: Program[];
  /** Wall ms for a parcel's whole way. */
  transitMs?: number;
  /** False: no worker until `startWorker()` is called. */
  worker?: boolean;
  /** A directory to which events are exported, and from which models learn. */
  warehouse?: string;
}

/**
 * Everything that Everbox is, on a database of its own: API, worker, relay and partner simulator in this process, the
 * shared Temporal server with a task queue of its own. `close` in `afterAll`.
 */
export class World {
  private readonly testClocks: string[] = [];
  private worker: RunningWorker | undefined;

  private constructor(
    readonly config: Config,
    readonly database: TestDatabase,
    readonly temporal: Client,
    readonly bundle: WorkflowBundleOption,
    readonly apiUrl: string,
    readonly simulatorUrl: string,
    readonly simulator: SimulatorClient,
    private readonly closers: (() => Promise<unknown>)[],
  ) {}

  static async open(options: WorldOptions): Promise<World> {
    const database = await createTestDatabase();
    const programs = options.programs ?? [toyProgram()];
    await publishPrograms(database.pool, programs);
    // Toys have no sizes: a program of things to wear brings its own.
    for (const program of programs) if (!program.sizing) await toyItems(database.pool, program);
    const address = testTemporalAddress();
    const connection = await Connection.connect({ address });
    const temporal = new Client({ connection });
    const taskQueue = `${options.title.replaceAll(/\W+/g, '-')}-${randomBytes(4).toString('hex')}`;
    const logger = pino({ level: 'silent' });
    // The simulator is told where the API is, so the API listens before there is a partner to ask.
    const { reads, connect } = lateReads();
    const api = createApi({
      db: database.pool,
      temporal,
      taskQueue,
      facadeReads: reads,
      settings: { jwtSecret: secrets.jwt, testClocks: true, webhookSecret: secrets.webhook },
      logger,
    });
    const server = await listen(api);
    const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const simulator: RunningSimulator = await startSimulator({
      port: 0,
      host: '127.0.0.1',
      databaseUrl: database.url,
      apiKey: secrets.partner,
      webhookSecret: secrets.webhook,
      webhookUrl: apiUrl,
    });
    const client = new SimulatorClient({ url: simulator.url, apiKey: secrets.partner });
    await client.settings({ transitMs: options.transitMs ?? 200 });
    const config: Config = {
      ...configOf(database.url, address, taskQueue, simulator.url),
      ...(options.warehouse ? learningFrom(options.warehouse) : {}),
    };
    connect(createFacade(config.partners));
    const closers = [() => close(server), () => simulator.stop(), () => connection.close(), () => database.drop()];
    const bundle = await testBundle();
    const world = new World(config, database, temporal, bundle, apiUrl, simulator.url, client, closers);
    if (options.worker !== false) await world.startWorker();
    return world;
  }

  /** `providers`: in the place of the simulator, who serves the worker's ports. */
  async startWorker(providers: Config['partners']['providers'] = this.config.partners.providers): Promise<void> {
    // Models are trained in this process: a child would run what was compiled last.
    const train = trainCandidate(deedFilesOf(this.config, ''));
    const config = { ...this.config, partners: { ...this.config.partners, providers } };
    this.worker = await startWorker(config, this.bundle, pino({ level: 'silent' }), train);
  }

  /** Whether a worker of this world runs in this process. */
  get hasWorker(): boolean {
    return this.worker !== undefined;
  }

  async stopWorker(): Promise<void> {
    await this.worker?.stop();
    this.worker = undefined;
  }

  /** A clock of `speed` business ms per wall ms, with a Schedule that opens due cycles every second. */
  async testClock(speed: number, programId = 'test-toys'): Promise<string> {
    const answer = await call(this, await this.token('operator', 'ops'), 'POST', '/v1/ops/test-clocks', {
      programId,
      speed,
    });
    if (answer.status !== 201) throw new Error(`test clock: ${answer.status} ${JSON.stringify(answer.body)}`);
    this.testClocks.push(answer.body.id);
    return answer.body.id;
  }

  /** Replays every workflow that the tests ran, then ends everything. */
  async close(): Promise<void> {
    const operator = await this.token('operator', 'ops');
    for (const id of this.testClocks) await call(this, operator, 'DELETE', `/v1/ops/test-clocks/${id}`);
    await this.stopWorker();
    await replay(this.bundle, await historiesOf(this));
    for (const closer of this.closers) await closer();
  }

  token(role: Role, subject: string): Promise<string> {
    return issueToken({ subject, role, secret: secrets.jwt, ttlSeconds: 3_600 });
  }
}

const learningFrom = (path: string): Pick<Config, 'warehouse' | 'learningSource'> => ({
  warehouse: { location: { kind: 'directory', path } },
  learningSource: 'warehouse',
});

function configOf(databaseUrl: string, address: string, taskQueue: string, simulatorUrl: string): Config {
  return {
    environment: 'test',
    logLevel: 'silent',
    databaseUrl,
    temporal: { address, namespace: 'default', taskQueue },
    api: { host: '127.0.0.1', port: 0, jwtSecret: secrets.jwt, testClocks: true },
    partners: {
      providers: simulatedBy(simulatorUrl),
      apiKey: secrets.partner,
      webhookSecret: secrets.webhook,
      timeoutMs: 1_000,
    },
  };
}

function listen(app: ReturnType<typeof createApi>): Promise<Server> {
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
