import { z } from 'zod';
import { givenInstant } from '#contract/common';
import { metricsAnswer } from '#contract/metrics';
import { StartError } from '#dev/stack/startError';
import type { ApiClient } from '../http/client';

const answer = z.object(metricsAnswer);

/** Millions of cycles are counted in one statement after the other, each of which may take 8 seconds. */
const timeoutMs = 180_000;
export type Metrics = z.output<typeof answer>;

export interface MetricsQuery {
  program?: string;
  groupBy?: string;
  /** A day, whose first moment in UTC is meant, or an instant. */
  from?: string;
  to?: string;
}

/** What `GET /v1/ops/metrics` says: the API judges what is asked. */
export function readMetrics(api: ApiClient, { program, groupBy, from, to }: MetricsQuery): Promise<Metrics> {
  const given = {
    programId: program,
    groupBy,
    from: from && instantOf('--from', from),
    to: to && instantOf('--to', to),
  };
  const query = new URLSearchParams(
    Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  return api.send({ method: 'GET', path: `/v1/ops/metrics?${query.toString()}`, answer, timeoutMs });
}

/** @throws StartError when it is neither */
function instantOf(option: '--from' | '--to', text: string): string {
  const instant = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;
  if (givenInstant().safeParse(instant).success) return instant;
  throw new StartError(
    `${option} must be a day, such as 2026-11-23, or an instant in UTC, such as 2026-11-23T10:00:00Z.`,
  );
}
