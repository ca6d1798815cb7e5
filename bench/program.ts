import type { Program } from '#domain/program/types';

/** What programs of made-up shops have in common; what they sell, each says itself. */
export const benchProgram: Omit<Program, 'id' | 'selection'> = {
  title: 'Bench',
  description: 'A made-up shop',
  currency: 'EUR',
  regions: ['*'],
  plans: [
    {
      id: 'monthly',
      title: 'Monthly',
      chargeCents: 1_999,
      cadence: { every: 1, unit: 'month' },
      maxItemPriceCents: 9_999,
    },
  ],
  cycle: { openHour: 9, openDays: 2, cutoffHour: 18, shipDaysAfterCutoff: 0 },
  billing: { dunningDays: [1] },
  delivery: { method: 'parcel', service: 'standard', overdueDays: 10 },
  shipment: { parkedDays: 60, ratingRequestHours: 24, outOfStock: 'substitute' },
  catalog: { categorySeparator: ' > ', columns: { sku: 'sku', title: 't', category: 'c', price: 'p', stock: 's' } },
  schedule: { cohorts: 1, everyMinutes: 60, opensPerSecond: 50 },
};
