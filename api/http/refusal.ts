import type { Closed, ClosedReason } from '#domain/promise/types';
import { Problem, type ProblemType } from './problems';
import { isoOfMs } from '#contract/common';

const problemOf: Record<ClosedReason, ProblemType> = {
  noLocation: 'OutsideZone',
  outsideZone: 'OutsideZone',
  noStock: 'OutOfStock',
  stationClosed: 'StationClosed',
  tooFar: 'TooFar',
  full: 'WindowFull',
};

/** A window that is not to be had, as the problem that it is. */
export function refusal({ reason, explanation, opensAtMs }: Closed): Problem {
  const members = opensAtMs === undefined ? {} : { opensAt: isoOfMs(opensAtMs) };
  return new Problem(problemOf[reason], explanation, { members });
}
