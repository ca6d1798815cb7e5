import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { ApiMetrics } from './metrics';

const idPattern = /^[A-Za-z0-9_.:-]{1,64}$/;

/** Names each request (its own `X-Request-Id`, or a new one), and counts and logs its answer. Never bodies or tokens. */
export function requestLog(logger: Logger, metrics: ApiMetrics): RequestHandler {
  return (req, res, next) => {
    const given = req.get('x-request-id');
    const requestId = given !== undefined && idPattern.test(given) ? given : randomUUID();
    res.locals['requestId'] = requestId;
    res.set('X-Request-Id', requestId);
    const startedMs = performance.now();
    res.on('close', () => {
      const durationMs = performance.now() - startedMs;
      const labels = { method: req.method, route: routeOf(res), status: res.statusCode };
      // How long somebody listened says nothing of how fast we answered.
      if (res.locals['streamed'] !== true) metrics.observe(labels, durationMs / 1000);
      logger.info({ requestId, ...labels, durationMs: Math.round(durationMs) }, 'request');
    });
    next();
  };
}

const routeOf = ({ locals }: Response): string => (typeof locals['route'] === 'string' ? locals['route'] : 'unmatched');
