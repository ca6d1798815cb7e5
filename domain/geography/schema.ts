import { z } from 'zod';
import { isZone } from '../calendar';
import { isCurrency } from '../program/codes';
import { id, title, uniqueIds } from '../program/rules';
import type { Zone } from './types';
import { isServed } from './zoneOf';

const cents = z.int('must be a whole number of minor units').min(0, 'must not be negative').max(100_000_00);

const place = z.strictObject({
  lat: z.number().min(-90, 'must be -90 to 90 degrees').max(90, 'must be -90 to 90 degrees'),
  lng: z.number().min(-180, 'must be -180 to 180 degrees').max(180, 'must be -180 to 180 degrees'),
});

const cells = z.strictObject({
  center: place,
  // Cells of resolution 5 are about 17 km across, and of 11 about 50 m: coarser is no delivery within the hour, and
  // finer takes more cells than help.
  resolution: z.int().min(5, 'must be 5 to 11').max(11, 'must be 5 to 11'),
  rings: z.int().min(0, 'must be 0 to 60').max(60, 'must be 0 to 60'),
});

const openHour = z
  .int('must be a whole hour')
  .min(0, 'must be an hour from 0 to 23')
  .max(23, 'must be an hour from 0 to 23');
const closeHour = z
  .int('must be a whole hour')
  .min(0, 'must be an hour from 0 to 24')
  .max(24, 'must be an hour from 0 to 24');

const station = z
  .strictObject({
    id,
    title,
    place,
    openHour,
    closeHour,
    packMinutes: z
      .int()
      .min(0, 'must be 0 to 15: the handoff is due then')
      .max(15, 'must be 0 to 15: the handoff is due then'),
  })
  .refine(({ openHour: opens, closeHour: closes }) => opens !== closes, {
    path: ['closeHour'],
    message: 'must not be openHour (0 to 24 is round the clock)',
  });

const promise = z.strictObject({
  oneHourFeeCents: cents,
  twoHourFeeCents: cents,
  tripsPerCourierHour: z.number().positive('must be more than 0').max(20, 'must be at most 20'),
  // The order may come at the end of the hold, and a hold that eats the hour leaves no time to deliver.
  holdMinutes: z.int().min(1, 'must be 1 to 20').max(20, 'must be 1 to 20'),
  missed: z.strictObject({ refundFee: z.boolean(), creditCents: cents }),
});

const couriers = z
  .strictObject({
    metersPerMinute: z.number().min(20, 'must be 20 to 2000').max(2_000, 'must be 20 to 2000'),
    capacity: z.int().min(1, 'must be 1 to 20').max(20, 'must be 1 to 20'),
    offerSeconds: z.int().min(5, 'must be 5 to 600').max(600, 'must be 5 to 600'),
    silentSeconds: z.int().min(10, 'must be 10 to 3600').max(3_600, 'must be 10 to 3600'),
    silentCarryingSeconds: z.int().min(10, 'must be 10 to 7200').max(7_200, 'must be 10 to 7200').optional(),
  })
  .refine((rules) => (rules.silentCarryingSeconds ?? Infinity) >= rules.silentSeconds, {
    path: ['silentCarryingSeconds'],
    error: 'must be at least silentSeconds',
  });

/** The border of a zone's file: what gets past it is a `Zone`. Keys that it does not know are refused. */
export const zoneSchema = z
  .strictObject({
    id,
    title,
    timeZone: z.string().refine(isZone, 'must be an IANA time zone (Europe/Dublin)'),
    currency: z.string().refine(isCurrency, 'must be an ISO 4217 currency (EUR)'),
    cells,
    stations: z.array(station).min(1, 'must hold at least one station').max(200).superRefine(uniqueIds),
    promise,
    couriers,
  })
  .superRefine((zone, context) => {
    // This runs beside the rules above: cells that break one of them are reported there, and may not even be computable.
    if (!cells.safeParse(zone.cells).success) return;
    zone.stations.forEach((each, index) => {
      if (!place.safeParse(each.place).success || isServed(zone.cells, each.place)) return;
      context.addIssue({
        code: 'custom',
        path: ['stations', index, 'place'],
        message: 'must lie in a cell of the zone',
      });
    });
  }) satisfies z.ZodType<Zone>;
