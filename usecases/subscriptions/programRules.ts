import { type OfferedItem, readOfferedItem } from '#db/catalog/items';
import { readProgram } from '#db/catalog/programs';
import type { Queryable } from '#db/pool';
import type { Plan, Program } from '#domain/program/types';
import type { Preferences } from '#domain/selection/types';
import { named, noSuch } from '../noSuch';
import type { FieldError } from '#domain/fieldErrors';
import { fieldRefusal, Refusal } from '../refusal';

/** What a program's configuration says about a request. Each names the field at fault. */

export async function requireProgram(
  db: Queryable,
  programId: string,
  place: FieldError['in'] = 'body',
): Promise<Program> {
  const program = await readProgram(db, programId);
  if (program) return program;
  const message = `there is no program ${named(programId)}`;
  throw fieldRefusal({ in: place, field: 'programId', rule: 'exists', message });
}

/** The program that a path names. @throws Refusal `NotFound` */
export async function requireProgramOfPath(db: Queryable, programId: string): Promise<Program> {
  const program = await readProgram(db, programId);
  if (program) return program;
  throw noSuch('program', programId);
}

/** The item, while the program offers it. */
export async function requireItem(
  db: Queryable,
  programId: string,
  sku: string,
  place: FieldError['in'] = 'body',
): Promise<OfferedItem> {
  const item = await readOfferedItem(db, programId, sku);
  if (item) return item;
  const message = `${programId} has no item ${named(sku)}`;
  throw fieldRefusal({ in: place, field: 'sku', rule: 'exists', message });
}

export function requirePlan(program: Program, planId: string): Plan {
  const plan = program.plans.find(({ id }) => id === planId);
  if (plan) return plan;
  const message = `must be one of ${program.plans.map(({ id }) => id).join(', ')}`;
  throw new Refusal('UnknownPlan', `planId: ${message}`, {
    errors: [{ in: 'body', field: 'planId', rule: 'oneOf', message }],
  });
}

export function checkRegion({ id, regions }: Program, country: string, field: string): void {
  if (regions.includes('*') || regions.includes(country)) return;
  const message = `${id} ships to ${regions.join(', ')} only`;
  throw new Refusal('RegionNotServed', `${field}: ${message}`, {
    errors: [{ in: 'body', field, rule: 'region', message }],
  });
}

/** Likes and dislikes are interests of the program, each named once; a size is one of its sizes. */
export function checkPreferences({ selection, sizing }: Program, preferences: Preferences, prefix = ''): void {
  const known = new Set(selection.interests.map(({ id }) => id));
  const errors: FieldError[] = sizeErrors(sizing, preferences, prefix);
  const seen = new Set<string>();
  for (const list of ['likes', 'dislikes'] as const) {
    preferences[list].forEach((interest, index) => {
      const place = { in: 'body', field: `${prefix}${list}.${index}` } as const;
      if (!known.has(interest)) {
        errors.push({ ...place, rule: 'interest', message: `must be one of ${[...known].join(', ')}` });
      } else if (seen.has(interest)) {
        errors.push({ ...place, rule: 'once', message: `${interest} is named twice` });
      }
      seen.add(interest);
    });
  }
  const [first] = errors;
  if (first) throw new Refusal('InvalidRequest', `${first.field}: ${first.message}`, { errors });
}

function sizeErrors(sizing: Program['sizing'], { size }: Preferences, prefix: string): FieldError[] {
  const labels = (sizing?.sizes ?? []).map(({ label }) => label);
  if (size === undefined || labels.includes(size)) return [];
  const message =
    labels.length === 0 ? 'is given, and the program has no sizes' : `must be one of ${labels.join(', ')}`;
  return [{ in: 'body', field: `${prefix}size`, rule: 'size', message }];
}
