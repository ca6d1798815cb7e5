import { z } from 'zod';
import { hourMs } from '#domain/time';

const share = z.number().min(0).max(1);
const place = z.strictObject({
  lat: z.number().min(-90).max(90).meta({ description: 'Latitude (WGS 84)', unit: 'degrees', example: 53.7997 }),
  lng: z.number().min(-180).max(180).meta({ description: 'Longitude (WGS 84)', unit: 'degrees', example: -1.5492 }),
});
export type Place = z.infer<typeof place>;

const phoneSetting = z.strictObject({
  id: z.string().min(1).max(100).meta({ description: 'The courier, as the token’s subject', example: 'crr_1' }),
  token: z
    .string()
    .min(1)
    .max(4_000)
    .meta({ description: 'Bearer token of that courier at Everbox’s API', example: 'eyJ...' }),
  zoneId: z.string().min(1).max(100).meta({ description: 'Of a zone’s file', example: 'leeds' }),
  place: place.meta({ description: 'Where the shift begins' }),
  capacity: z
    .int()
    .min(1)
    .max(20)
    .default(2)
    .meta({ description: 'The most that is carried at once', unit: 'orders', example: 2 }),
  behaviour: z
    .strictObject({
      declines: share.meta({ description: 'Chance that an offer is declined', example: 0.1 }),
      vanishes: share.meta({ description: 'Chance that the courier falls silent for good during a job', example: 0 }),
      speedMetersPerMinute: z
        .number()
        .min(1)
        .max(10_000)
        .meta({ description: 'How fast the courier travels', unit: 'm a minute', example: 250 }),
      acceptAfterMs: z.int().min(0).max(hourMs).meta({
        description: 'How long the courier looks at an offer before answering',
        unit: 'ms of the wall',
        example: 500,
      }),
      timeScale: z
        .number()
        .min(0.1)
        .max(10_000)
        .meta({ description: 'How many times faster than real couriers this one travels', example: 60 }),
    })
    .meta({ description: 'How the courier behaves' }),
});
export type PhoneSetting = z.infer<typeof phoneSetting>;

export const fleetSetting = z.strictObject({
  apiUrl: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' })
    .meta({ description: 'Everbox’s API', example: 'http://127.0.0.1:7700' }),
  seed: z.string().min(1).max(100).default('phones').meta({
    description: 'Where the draws come from: the same seed and the same offers give the same answers',
    example: 'phones',
  }),
  pollMs: z
    .int()
    .min(10)
    .max(60_000)
    .default(2_000)
    .meta({ description: 'How often an idle phone asks for offers', unit: 'ms of the wall', example: 2_000 }),
  locateMs: z
    .int()
    .min(10)
    .max(60_000)
    .default(10_000)
    .meta({ description: 'How often a phone tells where it is', unit: 'ms of the wall', example: 10_000 }),
  shiftMinutes: z
    .int()
    .min(1)
    .max(1_440)
    .default(480)
    .meta({ description: 'How long a shift is', unit: 'minutes', example: 480 }),
  couriers: z
    .array(phoneSetting)
    .max(2_000)
    .refine((phones) => new Set(phones.map(({ id }) => id)).size === phones.length, 'each courier may be named once')
    .meta({ description: 'One phone each; none: all are switched off' }),
});
export type FleetSetting = z.infer<typeof fleetSetting>;
/** What all phones of a fleet share. */
export type FleetRules = Omit<FleetSetting, 'couriers'>;

/** The customer's code at a door, as a courier is told it there. */
export const doorCodes = z
  .array(
    z.strictObject({
      deliveryId: z.string().min(1).max(200).meta({ description: 'Of a one-hour delivery', example: 'ord_1' }),
      code: z.string().min(1).max(100).meta({ description: 'What the customer says at the door', example: '4711' }),
    }),
  )
  .max(10_000);
export type DoorCode = z.infer<typeof doorCodes>[number];
