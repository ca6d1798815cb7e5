import { z } from 'zod';
import { isReservedName, reservedNameMessage } from '../plainData';
import type { Cadence, Program } from './types';

export const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/, 'must be 2 to 40 lower-case letters, digits and dashes')
  .refine((name) => !isReservedName(name), reservedNameMessage)
  .meta({ rule: '2 to 40 lower-case letters, digits and dashes' });
export const title = z.string().trim().min(1, 'must not be empty').max(120);

/** Adds an issue at every entry whose `id` an earlier entry has. */
export function uniqueIds(entries: { id: string }[], context: z.RefinementCtx): void {
  entries.forEach(({ id: each }, index) => {
    if (entries.findIndex((entry) => entry.id === each) === index) return;
    context.addIssue({ code: 'custom', path: [index, 'id'], message: `"${each}" is the id of an earlier entry` });
  });
}

export function isUnique(values: string[]): boolean {
  return new Set(values).size === values.length;
}

export function isAscending(values: number[]): boolean {
  return values.every((value, index) => index === 0 || value > values[index - 1]!);
}

/** Rules that hold between the window of a cycle and the cadences of all plans. */
export function windowFitsCadence(program: Pick<Program, 'plans' | 'cycle'>, context: z.RefinementCtx): void {
  const shortest = Math.min(...program.plans.map(({ cadence }) => shortestDays(cadence)));
  const add = (key: 'openDays' | 'shipDaysAfterCutoff', message: string): void =>
    context.addIssue({ code: 'custom', path: ['cycle', key], message });
  if (program.cycle.openDays >= shortest) {
    add('openDays', `must be less than ${shortest}, the days of the shortest cadence: one cycle is open at a time`);
  }
  if (program.cycle.shipDaysAfterCutoff > shortest) {
    add('shipDaysAfterCutoff', `must be at most ${shortest}, the days of the shortest cadence: boxes leave in order`);
  }
}

/** The fewest days that a period can have: a month has 28, two have 59, more have at least 30.4 each, less 2. */
function shortestDays({ every, unit }: Cadence): number {
  return unit === 'week' ? every * 7 : Math.floor(every * 30.4) - 2;
}
