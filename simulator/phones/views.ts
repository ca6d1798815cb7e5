import { z } from 'zod';

/** What one phone did so far, on the wire. */
export const phoneView = z.object({
  courierId: z.string(),
  /** `offShift`: Everbox has not taken the shift yet. */
  state: z.enum(['offShift', 'idle', 'working', 'vanished']),
  /** Offers that it answered, and how. */
  accepted: z.number(),
  declined: z.number(),
  /** Acceptances that came too late: the offer was gone. */
  tooLate: z.number(),
  handedOver: z.number(),
});
export type PhoneView = z.infer<typeof phoneView>;

/** What a courier did with an order, whether or not Everbox was told. */
export const visitView = z.object({
  deliveryId: z.string(),
  courierId: z.string(),
  kind: z.enum(['pickedUp', 'handedOver']),
  at: z.string(),
});
export type Visit = z.infer<typeof visitView>;

export const phonesAnswer = z.object({ items: z.array(phoneView) });
export const visitsAnswer = z.object({ items: z.array(visitView) });

/** The deliveries that are asked about, by their ID. */
export const visitsQuery = z.strictObject({ deliveryIds: z.array(z.string()).max(10_000) });
