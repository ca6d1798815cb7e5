import { z } from 'zod';
import type { MetricsScope } from '#db/reports/metricTallies';
import { type ProgramMetrics, readProgramMetrics } from '#db/reports/opsMetrics';
import type { Grouping } from '#domain/metrics/grouping';
import { endpoint } from '#api/http/endpoint';
import { readMetrics } from '#usecases/reports/metrics';
import { requireProgram } from '#usecases/subscriptions/programRules';
import { groupResource } from '#api/resources/metrics';
import { metricsAnswer, metricsQuery } from '#contract/metrics';
import { programMetrics } from '#contract/ops';

export const getMetrics = endpoint({
  method: 'get',
  path: '/v1/ops/metrics',
  tag: 'operator',
  summary: 'Counts per program; rates and means with their 95 % intervals, per group',
  access: ['operator'],
  query: metricsQuery,
  responses: {
    200: {
      description: 'Programs by ID, and their groups',
      schema: z.strictObject({ items: z.array(programMetrics), ...metricsAnswer }),
    },
  },
  problems: ['Unavailable'],
  transaction: true,
  find: async ({ db }, { query }) => {
    if (query.programId !== undefined) await requireProgram(db, query.programId, 'query');
  },
  handler: async ({ db }, { query }) => {
    const scope = scopeOf(query);
    const { groups, comparisons } = await readMetrics(db, scope);
    const programs = await readProgramMetrics(db, scope.programId);
    return { status: 200, body: { items: programs.map(resourceOf), groups: groups.map(groupResource), comparisons } };
  },
});

function scopeOf({ programId, groupBy, from, to }: z.output<typeof metricsQuery>): MetricsScope {
  return {
    programId: programId ?? null,
    fromMs: from === undefined ? null : Date.parse(from),
    toMs: to === undefined ? null : Date.parse(to),
    grouping: groupingOf(groupBy),
  };
}

/** The schema has let nothing else through. */
function groupingOf(groupBy: string | undefined): Grouping {
  if (groupBy === undefined) return { by: 'program' };
  if (groupBy.startsWith('arm:')) return { by: 'arm', experimentId: groupBy.slice('arm:'.length) };
  return { by: groupBy as Exclude<Grouping['by'], 'arm'> };
}

function resourceOf(metrics: ProgramMetrics): z.input<typeof programMetrics> {
  const { programId, closedCycles, swappedCycles, skippedCycles, ratings, meanStars, orderRatings, orderMeanStars } =
    metrics;
  const rate = (count: number): number | null => (closedCycles === 0 ? null : count / closedCycles);
  return {
    programId,
    subscriptions: metrics.subscriptionsByStatus,
    cycles: metrics.cyclesByStatus,
    shipments: metrics.shipmentsByPhase,
    swapRate: rate(swappedCycles),
    skipRate: rate(skippedCycles),
    ratings,
    meanStars,
    orderRatings,
    orderMeanStars,
  };
}
