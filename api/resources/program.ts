import type { z } from 'zod';
import type { Program } from '#domain/program/types';
import type { program } from '#contract/program';

export function programResource(config: Program): z.input<typeof program> {
  return {
    id: config.id,
    title: config.title,
    description: config.description,
    currency: config.currency,
    regions: config.regions,
    plans: config.plans.map(({ id, title, chargeCents, cadence }) => ({
      id,
      title,
      chargeCents,
      cadence: { every: cadence.every, unit: cadence.unit },
    })),
    cycle: { openDays: config.cycle.openDays, shipDaysAfterCutoff: config.cycle.shipDaysAfterCutoff },
    ages: config.selection.ages ? { min: config.selection.ages.min, max: config.selection.ages.max } : null,
    interests: config.selection.interests.map(({ id, title }) => ({ id, title })),
    sizing: config.sizing ? { kind: config.sizing.kind, sizes: config.sizing.sizes.map(({ label }) => label) } : null,
  };
}
