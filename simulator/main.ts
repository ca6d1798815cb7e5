import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './app';
import { createPool } from './database';
import { FaultEngine } from './faults/engine';
import { silentLogger, type SimulatorLogger } from './logger';
import { Fleet } from './phones/fleet';
import { httpCourierApi } from './phones/httpCourierApi';
import { createSchema } from './schema';
import { Settings } from './settings';
import { WebhookSender } from './webhooks/sender';

export interface SimulatorOptions {
  /** 0: any free port. */
  port: number;
  host: string;
  /** Where the simulator keeps its ledger, in a schema of its own. */
  databaseUrl: string;
  /** Bearer key that every caller must show. */
  apiKey: string;
  webhookSecret: string;
  /** Base address of Everbox's API; webhooks go to `{webhookUrl}/v1/webhooks/carrier`. */
  webhookUrl: string;
  logger?: SimulatorLogger;
}

export interface RunningSimulator {
  url: string;
  port: number;
  /** Finishes what is being written, then closes; calls that are kept waiting are dropped. */
  stop(): Promise<void>;
}

/** Time for calls that are being answered, before their connections are closed. */
const graceMs = 1_000;

/**
 * Starts the process that plays all partners, each below its own path (`{url}/payment`, `/warehouse`, `/carrier`,
 * `/notifications`, `/inventory`, `/transportation`). All state is in Postgres: a start after a crash goes on.
 */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const logger = options.logger ?? silentLogger;
  const pool = createPool(options.databaseUrl);
  try {
    await createSchema(pool);
    const settings = new Settings(pool);
    const faults = new FaultEngine(pool, settings);
    await Promise.all([settings.load(), faults.load()]);
    const fleet = new Fleet(pool, httpCourierApi, logger);
    const server = createServer(createApp({ pool, faults, settings, fleet, apiKey: options.apiKey, logger }));
    const port = await listen(server, options);
    const sender = new WebhookSender(pool, options, logger);
    sender.start();
    await fleet.resume();
    const url = `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`;
    logger.info({ url }, 'partner simulator is up');
    const shutDown = async (): Promise<void> => {
      await Promise.all([sender.stop(), fleet.stop(), close(server)]);
      await pool.end();
    };
    let stopping: Promise<void> | undefined;
    return { url, port, stop: () => (stopping ??= shutDown()) };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

function listen(server: Server, { port, host }: SimulatorOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close((error) => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve();
    });
    server.closeIdleConnections();
  });
}
