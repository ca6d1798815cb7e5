import express, { type ErrorRequestHandler, type Express } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { PickService } from '#serving/picks/picks';
import { Attempt } from './http/attempt';
import type { ApiDependencies, SharedContext } from './http/context';
import { docsRouter } from './http/docs';
import type { Endpoint } from './http/endpoint';
import { openEvents } from '#usecases/events/open';
import { expressServer } from './http/expressServer';
import { toProblem } from './http/faults';
import { groupBy } from '#domain/numbers/groupBy';
import { handlerOf } from './http/handle';
import { createMetrics } from './http/metrics';
import { Problem } from './http/problems';
import { readinessCheck, workerCheck } from './http/readiness';
import { requestLog } from './http/requestLog';
import { routes } from './routes';
import { Search } from './search/open';
import { serviceEndpoints } from './http/serviceEndpoints';
import { Streams } from './http/stream/streams';

/** The API as an Express application. It owns neither the pool nor the Temporal client: whoever made them closes them. */
export function createApi(dependencies: ApiDependencies): Express {
  const { db, temporal, taskQueue, facadeReads, settings, logger, clock = Date.now } = dependencies;
  const requireWorker = workerCheck(temporal, taskQueue);
  const metrics = dependencies.metrics ?? createMetrics();
  const events = openEvents(db, metrics.events, dependencies.events);
  const picks = dependencies.picks ?? new PickService(db);
  const { search: service } = dependencies;
  const search = new Search({ db, events, metrics: metrics.search, secret: settings.jwtSecret, service });
  const readiness = readinessCheck(db, temporal);
  const whyApart = async () => (await readiness()).apart;
  const ways = { db, temporal, taskQueue, facadeReads, requireWorker, whyApart, events, picks, search };
  const context: SharedContext = { ...ways, settings, logger, now: clock };
  const streams = new Streams(db, metrics.registry, logger, dependencies.streams);
  const endpoints = [...routes, ...serviceEndpoints(metrics, readiness)];

  const app = express();
  app.locals['streams'] = streams; // `listen` ends them: they would keep its server open
  app.locals['search'] = search; // `listen` has it store what was searched last
  app.disable('x-powered-by');
  app.disable('etag'); // answers are small and not cached
  app.use(requestLog(logger, metrics));
  // Plain HTTP behind a TLS proxy, or on loopback: upgrading requests would break the latter.
  app.use(helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } }));
  for (const endpoint of endpoints) {
    app[endpoint.method](expressPath(endpoint), handlerOf(endpoint, dependencies, context, streams));
  }
  app.use(docsRouter());
  refuseOtherMethods(app, endpoints);
  app.use(() => {
    throw new Problem('NotFound', 'no route of this API has that path');
  });
  app.use(problemHandler(logger));
  return app;
}

const expressPath = ({ path }: Endpoint): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

function refuseOtherMethods(app: Express, endpoints: Endpoint[]): void {
  for (const [path, offered] of groupBy(endpoints, expressPath)) {
    const methods = offered.map(({ method }) => method.toUpperCase());
    if (methods.includes('GET')) methods.push('HEAD');
    const allow = methods.sort().join(', ');
    app.all(path, (_req, res) => {
      res.locals['route'] = offered[0]?.path;
      throw new Problem('MethodNotAllowed', `this path takes ${allow}`, { headers: { Allow: allow } });
    });
  }
}

function problemHandler(logger: Logger): ErrorRequestHandler {
  // Express tells an error handler by its four parameters.
  return (error: unknown, req, res, _next) => {
    const requestId = res.locals['requestId'] as string;
    const attempt: unknown = res.locals['attempt'];
    const problem = attempt instanceof Attempt ? attempt.told(toProblem(error)) : toProblem(error);
    if (problem.type === 'InternalError') logger.error({ requestId, err: error }, 'a request failed');
    else if (problem.status >= 500) logger.warn({ requestId, err: error }, 'a request could not be served');
    if (res.headersSent) {
      req.socket.destroy();
      return;
    }
    res.set('Cache-Control', 'no-store').set(problem.extras.headers ?? {});
    res
      .status(problem.status)
      .type('application/problem+json')
      .send(JSON.stringify(problem.document(requestId)));
  };
}

export interface Listening {
  /** `http://host:port`, with the port that was really taken. */
  url: string;
  /** Takes no new connections, lets requests under way finish for `graceMs`, then cuts the rest. */
  close: () => Promise<void>;
}

/** Longer than an update's deadline, so that a request under way gets its answer. */
const graceMs = 12_000;
/**
 * How long an idle connection is kept: longer than proxies keep theirs (60 s is common). Whoever sends the next request has to
 * be the one who closes, or the request meets a connection that is just going away.
 */
const keepAliveMs = 65_000;

/** Serves the application; port 0 takes a free one. Rejects when the port is in use. */
export async function listen(app: Express, { host, port }: { host: string; port: number }): Promise<Listening> {
  const server = expressServer(app, { keepAliveTimeout: keepAliveMs });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  const taken = address !== null && typeof address === 'object' ? address.port : port;
  const close = async (): Promise<void> => {
    if (app.locals['streams'] instanceof Streams) app.locals['streams'].endAll();
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.keepAliveTimeout = 1; // who is still being answered is let go right after
    server.closeIdleConnections();
    await closed;
    clearTimeout(cut);
    if (app.locals['search'] instanceof Search) await app.locals['search'].close();
  };
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`, close };
}
