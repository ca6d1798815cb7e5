import { Router } from 'express';
import type { Pool } from 'pg';
import type { FaultEngine } from '../faults/engine';
import { faultRules } from '../faults/rules';
import { setStationStock, setZoneCapacity, stationStockSettings, zoneCapacitySettings } from '../places';
import { describeProblem } from '../problems';
import { clearLedger } from '../schema';
import { type Settings, settingsChange } from '../settings';
import { plainly } from '#domain/schemaWords';

/** Faults on demand and settings, for tests, the demo and people who want to see something break. */
export function controlRoutes(pool: Pool, faults: FaultEngine, settings: Settings): Router {
  const router = Router();
  router.put('/faults', async (request, response) => {
    const rules = faultRules.safeParse(request.body, plainly);
    if (!rules.success) return void response.status(400).json(describeProblem(rules.error));
    await faults.replace(rules.data);
    response.json(rules.data);
  });
  router.delete('/faults', async (_request, response) => {
    await faults.replace([]);
    response.status(204).end();
  });
  router.put('/settings', async (request, response) => {
    const change = settingsChange.safeParse(request.body, plainly);
    if (!change.success) return void response.status(400).json(describeProblem(change.error));
    await settings.change(change.data);
    const { transitMs, packMs, seed } = settings;
    response.json({ transitMs, packMs, seed });
  });
  router.put('/stations', async (request, response) => {
    const stocks = stationStockSettings.safeParse(request.body, plainly);
    if (!stocks.success) return void response.status(400).json(describeProblem(stocks.error));
    await setStationStock(pool, stocks.data);
    response.json(stocks.data);
  });
  router.put('/zones', async (request, response) => {
    const capacities = zoneCapacitySettings.safeParse(request.body, plainly);
    if (!capacities.success) return void response.status(400).json(describeProblem(capacities.error));
    await setZoneCapacity(pool, capacities.data);
    response.json(capacities.data);
  });
  // For tests only: partners do not forget.
  router.post('/clear', async (_request, response) => {
    await clearLedger(pool);
    await Promise.all([faults.load(), settings.load()]);
    response.status(204).end();
  });
  return router;
}
