import { Router } from 'express';
import type { Pool } from 'pg';
import { z } from 'zod';
import { readCalls, readEffects, readSummary } from '../ledgerReads';
import { describeProblem } from '../problems';
import { ledgerQuery, summaryQuery } from '../views';
import { plainly } from '#domain/schemaWords';

const onePrefix = z.strictObject({ referencePrefix: z.string().default('') });

/** What partners saw: the only place where tests and the demo count effects. */
export function ledgerRoutes(pool: Pool): Router {
  const router = Router();
  router.get('/effects', async (request, response) => {
    const query = ledgerQuery.safeParse(request.query, plainly);
    if (!query.success) return void response.status(400).json(describeProblem(query.error));
    response.json(await readEffects(pool, query.data));
  });
  router.get('/calls', async (request, response) => {
    const query = ledgerQuery.safeParse(request.query, plainly);
    if (!query.success) return void response.status(400).json(describeProblem(query.error));
    response.json(await readCalls(pool, query.data));
  });
  router.get('/summary', async (request, response) => {
    const query = onePrefix.safeParse(request.query, plainly);
    if (!query.success) return void response.status(400).json(describeProblem(query.error));
    response.json(await readSummary(pool, [query.data.referencePrefix]));
  });
  // The same question about many prefixes, too long for an address.
  router.post('/summary', async (request, response) => {
    const query = summaryQuery.safeParse(request.body, plainly);
    if (!query.success) return void response.status(400).json(describeProblem(query.error));
    response.json(await readSummary(pool, query.data.referencePrefixes));
  });
  return router;
}
