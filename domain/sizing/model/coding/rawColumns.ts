import type { FitCase, Wearer } from '../types';
import { dayMs } from '#domain/time';

/** What a case says in numbers, without anything learned: the columns of `Cases.raw`. NaN is missing. */
export const rawColumns = [
  'step',
  'variant',
  'size',
  'weightKg',
  'heightCm',
  'bustBandInches',
  'bustCup',
  'ageYears',
  'day',
] as const;
export type RawColumn = (typeof rawColumns)[number];
export const rawWidth = rawColumns.length;
export const columnOf = Object.fromEntries(rawColumns.map((name, at) => [name, at])) as Record<RawColumn, number>;
/** The columns that measure the wearer. */
export const bodyColumns = (['weightKg', 'heightCm', 'bustBandInches', 'bustCup', 'ageYears'] as const).map(
  (name) => columnOf[name],
);

/** US cups in order; some have two names. */
const cups: Record<string, number> = {
  aa: 0,
  a: 1,
  b: 2,
  c: 3,
  d: 4,
  'd+': 5,
  dd: 5,
  e: 5,
  ddd: 6,
  'ddd/e': 6,
  f: 7,
  g: 8,
  h: 9,
  i: 10,
  j: 11,
};
const cupRanks = new Map(Object.entries(cups));
/** Ages that are typed in by mistake (birthdays of 1900, of today) tell nothing. */
const plausibleAge = { from: 14, to: 90 };

export function setRaw(
  { size, wearer, atMs }: FitCase,
  variantsPerStep: number,
  raw: Float64Array,
  from: number,
): void {
  const step = Math.floor(size / variantsPerStep);
  raw[from + columnOf.step] = step;
  raw[from + columnOf.variant] = size - step * variantsPerStep;
  raw[from + columnOf.size] = size;
  raw[from + columnOf.weightKg] = wearer.weightKg ?? Number.NaN;
  raw[from + columnOf.heightCm] = wearer.heightCm ?? Number.NaN;
  raw[from + columnOf.bustBandInches] = wearer.bustBandInches ?? Number.NaN;
  raw[from + columnOf.bustCup] = cupRank(wearer) ?? Number.NaN;
  const age = wearer.ageYears ?? Number.NaN;
  raw[from + columnOf.ageYears] = age >= plausibleAge.from && age <= plausibleAge.to ? age : Number.NaN;
  raw[from + columnOf.day] = atMs === undefined || atMs === null ? Number.NaN : atMs / dayMs;
}

const cupRank = ({ bustCup }: Wearer): number | undefined =>
  bustCup === undefined || bustCup === null ? undefined : cupRanks.get(bustCup.trim().toLowerCase());

export function measurementsOf(wearer: Wearer): number {
  const { weightKg, heightCm, bustBandInches, ageYears, bodyType } = wearer;
  return [weightKg, heightCm, bustBandInches, cupRank(wearer), ageYears, bodyType].filter(
    (value) => value !== undefined && value !== null,
  ).length;
}
