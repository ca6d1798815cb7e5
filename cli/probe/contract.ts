import type { LatLng } from '#domain/zone/types';

export interface ProbeOptions {
  programId: string;
  /** Doors to try, one after the other: the first that can have one-hour delivery gets the order. */
  doors: readonly ProbeDoor[];
  paymentToken: string;
  /** After this the probe has failed, ms. */
  limitMs: number;
  /** Between two looks, ms. */
  pollMs: number;
}

export interface ProbeDoor {
  zoneId: string;
  place: LatLng;
}

/** The way of a probe, in its order. */
export const probeSteps = [
  'signUp',
  'firstCycle',
  'options',
  'promise',
  'order',
  'handoff',
  'delivery',
  'cancel',
] as const;
export type ProbeStep = (typeof probeSteps)[number];

export interface ProbeResult {
  ok: boolean;
  /** `signUp`: one-hour delivery is not to be had now, so an order was not tried; `because` says why. */
  tested: 'oneHour' | 'signUp';
  because: string | null;
  /** One sentence on what went wrong, and at which step; null when all went well. */
  failure: { step: ProbeStep; sentence: string } | null;
  /** Wall seconds that each step took that was taken. */
  stepSeconds: Partial<Record<ProbeStep, number>>;
  seconds: number;
  customerId: string;
  subscriptionId: string | null;
  orderId: string | null;
}
