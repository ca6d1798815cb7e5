import { z } from 'zod';

const share = z.number().min(0).max(1);
const place = z.strictObject({ lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) });
export type Place = z.infer<typeof place>;

const phoneSetting = z.strictObject({
  id: z.string().min(1).max(100),
  /** Bearer token of that courier at Everbox's API. */
  token: z.string().min(1).max(4_000),
  zoneId: z.string().min(1).max(100),
  /** Where the shift begins. */
  place,
  /** The most orders carried at once. */
  capacity: z.int().min(1).max(20).default(2),
  behaviour: z.strictObject({
    /** Chance that an offer is declined. */
    declines: share,
    /** Chance that the courier falls silent for good during a job. */
    vanishes: share,
    speedMetersPerMinute: z.number().min(1).max(10_000),
    /** How long the courier looks at an offer before answering, wall ms. */
    acceptAfterMs: z.int().min(0).max(3_600_000),
    /** How many times faster than real couriers this one travels. */
    timeScale: z.number().min(0.1).max(10_000),
  }),
});
export type PhoneSetting = z.infer<typeof phoneSetting>;

export const fleetSetting = z.strictObject({
  /** Everbox's API. */
  apiUrl: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' }),
  /** Where the draws come from: the same seed and the same offers give the same answers. */
  seed: z.string().min(1).max(100).default('phones'),
  /** How often an idle phone asks for offers, wall ms. */
  pollMs: z.int().min(10).max(60_000).default(2_000),
  /** How often a phone tells where it is, wall ms. */
  locateMs: z.int().min(10).max(60_000).default(10_000),
  shiftMinutes: z.int().min(1).max(1_440).default(480),
  couriers: z
    .array(phoneSetting)
    .max(2_000)
    .refine((phones) => new Set(phones.map(({ id }) => id)).size === phones.length, 'each courier may be named once'),
});
export type FleetSetting = z.infer<typeof fleetSetting>;
/** What all phones of a fleet share. */
export type FleetRules = Omit<FleetSetting, 'couriers'>;

/** The customer's code at a door, as a courier is told it there. */
export const doorCodes = z
  .array(z.strictObject({ deliveryId: z.string().min(1).max(200), code: z.string().min(1).max(100) }))
  .max(10_000);
export type DoorCode = z.infer<typeof doorCodes>[number];
