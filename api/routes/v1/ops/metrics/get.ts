import { z } from 'zod';
import { type ProgramMetrics, readProgramMetrics } from '../../../../../db/queries/opsMetrics';
import { endpoint } from '../../../../endpoint';
import { programMetrics } from '../../../../schemas/ops';

export const getMetrics = endpoint({
  method: 'get',
  path: '/v1/ops/metrics',
  tag: 'operator',
  summary: 'Counts per program',
  access: ['operator'],
  responses: { 200: { description: 'Programs by ID', schema: z.strictObject({ items: z.array(programMetrics) }) } },
  handler: async ({ db }) => ({ status: 200, body: { items: (await readProgramMetrics(db)).map(resourceOf) } }),
});

function resourceOf(metrics: ProgramMetrics): z.input<typeof programMetrics> {
  const { programId, cycles, swappedCycles, skippedCycles, ratings, meanStars } = metrics;
  const rate = (count: number): number | null => (cycles === 0 ? null : count / cycles);
  return {
    programId,
    subscriptions: metrics.subscriptionsByStatus,
    cycles: metrics.cyclesByStatus,
    shipments: metrics.shipmentsByPhase,
    swapRate: rate(swappedCycles),
    skipRate: rate(skippedCycles),
    ratings,
    meanStars,
  };
}
