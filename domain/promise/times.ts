import { quartersBeside } from './capacity';
import type { WindowKind } from './types';
import { hourMs, minuteMs } from '../time';

/** From the order to the handoff at the station's counter. */
export const handoffWithinMs = 15 * minuteMs;

/** From the promise to the doorstep. */
export const windowMs: Record<WindowKind, number> = { oneHour: hourMs, twoHour: 2 * hourMs };

/** Capacity is counted per quarter of an hour. */
const quarterMs = 15 * minuteMs;

/** The start of the quarter-hour in which a delivery is due: the one whose capacity it takes. */
export const windowStartMs = (dueAtMs: number): number => Math.floor(dueAtMs / quarterMs) * quarterMs;

/** The starts (ms) of a quarter-hour and of those beside it that share an hour with it, in order. */
export const quartersAround = (startsAtMs: number): number[] =>
  Array.from({ length: 2 * quartersBeside + 1 }, (_, index) => startsAtMs + (index - quartersBeside) * quarterMs);

/** A place counts as the promised one within this many metres: a phone's own error. */
export const samePlaceMeters = 50;
