import { z } from 'zod';
import { type Endpoint, endpoint } from './endpoint';
import type { ApiMetrics } from './metrics';
import { openApiDocument } from './openapi';
import { unavailable } from './problems';
import type { Readiness } from './readiness';
import { routes } from '../routes';

const apiVersion = '0.1.0';
const up = z.enum(['up', 'down']);

/** What machines around the API ask of it: is it alive, is it ready, how fast is it, what does it offer. */
export function serviceEndpoints(metrics: ApiMetrics, readiness: () => Promise<Readiness>): Endpoint[] {
  const service = { method: 'get', tag: 'service', access: 'public' } as const;
  const alive = endpoint({
    ...service,
    path: '/healthz',
    summary: 'Is the process alive?',
    responses: { 200: { description: 'It is', schema: z.strictObject({ status: z.literal('ok') }) } },
    handler: async () => ({ status: 200, body: { status: 'ok' as const } }),
  });
  const ready = endpoint({
    ...service,
    path: '/readyz',
    summary: 'Do Postgres and Temporal answer, and belong together?',
    responses: { 200: { description: 'They do', schema: z.strictObject({ postgres: up, temporal: up }) } },
    handler: async () => {
      const { postgres, temporal, apart } = await readiness();
      if (apart !== null) throw unavailable(apart, 30);
      if (postgres === 'up' && temporal === 'up') return { status: 200, body: { postgres, temporal } };
      throw unavailable(`postgres is ${postgres}, temporal is ${temporal}`);
    },
  });
  const prometheus = endpoint({
    ...service,
    path: '/metrics',
    summary: 'Metrics for Prometheus',
    responses: { 200: { description: 'Metrics', schema: z.string(), contentType: 'text/plain' } },
    handler: async () => ({
      status: 200,
      body: await metrics.registry.metrics(),
      headers: { 'Content-Type': metrics.registry.contentType },
    }),
  });
  const openApi = endpoint({
    ...service,
    path: '/openapi.json',
    summary: 'This document',
    responses: { 200: { description: 'OpenAPI 3.1', schema: z.record(z.string(), z.unknown()) } },
    handler: async () => ({ status: 200, body: document }),
  });
  const all = [alive, ready, prometheus, openApi];
  const document = openApiDocument([...routes, ...all], apiVersion);
  return all;
}
