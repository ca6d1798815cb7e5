import { Router } from 'express';
import type { Pool } from 'pg';
import { describeProblem } from '../problems';
import type { Fleet } from './fleet';
import { doorCodes, fleetSetting } from './setting';
import { readVisits, storeDoorCodes } from './store';
import { visitsQuery } from './views';
import { plainly } from '#domain/schemaWords';

/** Couriers on demand: phones that behave as they are told, and what their couriers did. */
export function phoneRoutes(pool: Pool, fleet: Fleet): Router {
  const router = Router();
  router.put('/control/couriers', async (request, response) => {
    const setting = fleetSetting.safeParse(request.body, plainly);
    if (!setting.success) return void response.status(400).json(describeProblem(setting.error));
    await fleet.replace(setting.data);
    response.json({ items: fleet.views() });
  });
  router.get('/control/couriers', (_request, response) => {
    response.json({ items: fleet.views() });
  });
  router.put('/control/door-codes', async (request, response) => {
    const codes = doorCodes.safeParse(request.body, plainly);
    if (!codes.success) return void response.status(400).json(describeProblem(codes.error));
    await storeDoorCodes(pool, codes.data);
    response.status(204).end();
  });
  // A question about many deliveries, too long for an address.
  router.post('/ledger/visits', async (request, response) => {
    const query = visitsQuery.safeParse(request.body, plainly);
    if (!query.success) return void response.status(400).json(describeProblem(query.error));
    response.json({ items: await readVisits(pool, query.data.deliveryIds) });
  });
  // Before the ledger forgets: phones that are switched on would go on.
  router.post('/control/clear', async (_request, _response, next) => {
    await fleet.stop();
    next();
  });
  return router;
}
