import { timingSafeEqual } from 'node:crypto';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Pool } from 'pg';
import type { FaultEngine } from './faults/engine';
import { Ledger } from './ledger';
import type { SimulatorLogger } from './logger';
import { operations, reads } from './partners';
import type { Fleet } from './phones/fleet';
import { phoneRoutes } from './phones/routes';
import { controlRoutes } from './routes/control';
import { ledgerRoutes } from './routes/ledger';
import { partnerRoutes } from './routes/partner';
import { readRoutes } from './routes/reads';
import type { Settings } from './settings';

export interface AppParts {
  pool: Pool;
  faults: FaultEngine;
  settings: Settings;
  fleet: Fleet;
  apiKey: string;
  logger: SimulatorLogger;
}

export function createApp({ pool, faults, settings, fleet, apiKey, logger }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.get('/healthz', async (_request, response) => {
    await pool.query('SELECT 1');
    response.json({ status: 'ok' });
  });
  app.use(requireApiKey(apiKey));
  // Large enough for a summary of 10,000 references; a partner call is below 1 kB.
  app.use(express.json({ limit: '1mb' }));
  app.use(phoneRoutes(pool, fleet));
  app.use('/control', controlRoutes(pool, faults, settings));
  app.use('/ledger', ledgerRoutes(pool));
  const ledger = new Ledger(pool, faults, settings);
  app.use(partnerRoutes(operations, ledger, faults));
  app.use(readRoutes(reads, pool, ledger, faults));
  app.use((_request, response) => {
    response.status(404).json({ type: 'NotFound', message: 'there is no such route' });
  });
  app.use(answerError(logger));
  return app;
}

function requireApiKey(apiKey: string): RequestHandler {
  const expected = Buffer.from(`Bearer ${apiKey}`);
  return (request, response, next) => {
    const given = Buffer.from(request.get('authorization') ?? '');
    if (given.length === expected.length && timingSafeEqual(given, expected)) return next();
    response.status(401).json({ type: 'Unauthorized', message: 'the header Authorization needs the bearer key' });
  };
}

/** Express knows an error handler by its four parameters. */
function answerError(logger: SimulatorLogger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const status = isClientError(error) ? error.status : 500;
    if (status === 500) logger.error({ err: error, path: request.path }, 'simulator failed to answer');
    if (response.headersSent) return void response.destroy();
    const type = status === 500 ? 'ServerError' : 'InvalidRequest';
    response
      .status(status)
      .json({ type, message: status === 500 ? 'the simulator failed' : 'the body has to be JSON of at most 1 MB' });
  };
}

/** What express.json throws for a body that it cannot read. */
function isClientError(error: unknown): error is { status: number } {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500;
}
