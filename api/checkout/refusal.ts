import type { Closed, ClosedReason } from '../../domain/promise/types';
import { Problem, type ProblemType } from '../problems';

const problemOf: Record<ClosedReason, ProblemType> = {
  noLocation: 'OutsideZone',
  outsideZone: 'OutsideZone',
  noStock: 'OutOfStock',
  stationClosed: 'StationClosed',
  tooFar: 'TooFar',
  full: 'WindowFull',
};

/** A window that is not to be had, as the problem that it is. */
export const refusal = ({ reason, explanation }: Closed): Problem => new Problem(problemOf[reason], explanation);
