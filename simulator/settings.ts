import type { Pool } from 'pg';
import { z } from 'zod';
import { dayMs } from '#domain/time';

export const settingsChange = z.strictObject({
  transitMs: z.int().min(0).max(dayMs).optional().meta({
    description: 'Time that a parcel takes from booking to the door; counts for parcels booked from now on',
    unit: 'ms of the wall',
    absent: 'stays as it is',
    example: 5_000,
  }),
  packMs: z.int().min(0).max(dayMs).optional().meta({
    description: 'Time that a station takes to pick and pack an order; counts for orders taken from now on',
    unit: 'ms of the wall',
    absent: 'stays as it is',
    example: 2_000,
  }),
  seed: z.string().min(1).max(100).optional().meta({
    description: 'Where the draws of `probability` come from: the same seed and the same keys give the same faults',
    absent: 'stays as it is',
    example: 'monday',
  }),
});
export type SettingsChange = z.infer<typeof settingsChange>;

/** What can be set at run time; stored, so that a restart keeps it. */
export class Settings {
  transitMs = 0;
  packMs = 0;
  seed = '';

  constructor(private readonly pool: Pool) {}

  async load(): Promise<void> {
    await this.change({});
  }

  async change(change: SettingsChange): Promise<void> {
    const { rows } = await this.pool.query<{ transit_ms: number; pack_ms: number; seed: string }>(
      `UPDATE simulator.settings SET transit_ms = coalesce($1, transit_ms), pack_ms = coalesce($2, pack_ms),
         seed = coalesce($3, seed)
       RETURNING transit_ms, pack_ms, seed`,
      [change.transitMs ?? null, change.packMs ?? null, change.seed ?? null],
    );
    if (!rows[0]) throw new Error('simulator.settings has lost its row');
    this.transitMs = rows[0].transit_ms;
    this.packMs = rows[0].pack_ms;
    this.seed = rows[0].seed;
  }
}
