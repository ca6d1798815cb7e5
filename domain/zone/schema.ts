import { z } from 'zod';
import { isZone } from '../calendar';
import { isCurrency } from '../program/codes';
import { id, title, uniqueIds } from '../program/rules';
import { couriers, promise } from './serviceSchema';
import type { Zone } from './types';
import { isServed } from './zoneOf';

const place = z.strictObject({
  lat: z
    .number()
    .min(-90, 'must be -90 to 90 degrees')
    .max(90, 'must be -90 to 90 degrees')
    .meta({ description: 'Latitude (WGS 84)', unit: 'degrees' }),
  lng: z
    .number()
    .min(-180, 'must be -180 to 180 degrees')
    .max(180, 'must be -180 to 180 degrees')
    .meta({ description: 'Longitude (WGS 84)', unit: 'degrees' }),
});

const cells = z.strictObject({
  center: place.meta({ description: 'Where the zone’s middle is' }),
  // Cells of resolution 5 are about 17 km across, and of 11 about 50 m: coarser is no delivery within the hour, and
  // finer takes more cells than help.
  resolution: z
    .int()
    .min(5, 'must be 5 to 11')
    .max(11, 'must be 5 to 11')
    .meta({ description: 'Of the H3 cells: 5 is about 17 km across, 11 about 50 m' }),
  rings: z
    .int()
    .min(0, 'must be 0 to 60')
    .max(60, 'must be 0 to 60')
    .meta({ description: 'Cells around the middle one that are served', unit: 'cells' }),
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
    id: id.meta({ description: 'Of the station; stock names it' }),
    title: title.meta({ description: 'As customers read it' }),
    place: place.meta({ description: 'Where it is, in a cell of the zone' }),
    openHour: openHour.meta({ description: 'When it opens, every day', unit: 'hour of the zone’s day' }),
    closeHour: closeHour.meta({
      description: 'When it closes; before `openHour`: on the next day; 0 to 24: never',
      unit: 'hour of the zone’s day',
    }),
    packMinutes: z
      .int()
      .min(0, 'must be 0 to 15: the handoff is due then')
      .max(15, 'must be 0 to 15: the handoff is due then')
      .meta({ description: 'What picking and packing takes, as a rule', unit: 'minutes' }),
  })
  .refine(({ openHour: opens, closeHour: closes }) => opens !== closes, {
    path: ['closeHour'],
    message: 'must not be openHour (0 to 24 is round the clock)',
  });

/** The border of a zone's file: what gets past it is a `Zone`. Keys that it does not know are refused. */
export const zoneSchema = z
  .strictObject({
    id: id.meta({ description: 'The file’s name without `.yaml`' }),
    title: title.meta({ description: 'As people read it' }),
    timeZone: z
      .string()
      .refine(isZone, 'must be an IANA time zone (Europe/Dublin)')
      .meta({ description: 'Of the stations’ hours', unit: 'IANA name' }),
    currency: z
      .string()
      .refine(isCurrency, 'must be an ISO 4217 currency (EUR)')
      .meta({ description: 'Of every amount of the zone', unit: 'ISO 4217 code' }),
    cells: cells.meta({ description: 'What is served: all H3 cells within `rings` of the middle one' }),
    stations: z
      .array(station)
      .min(1, 'must hold at least one station')
      .max(200)
      .superRefine(uniqueIds)
      .meta({ description: 'Places with stock, where orders are packed and handed to couriers' }),
    promise: promise.meta({ description: 'What customers are promised' }),
    couriers: couriers.meta({ description: 'What couriers are counted on for' }),
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
