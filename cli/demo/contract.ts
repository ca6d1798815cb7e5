import type { z } from 'zod';
import type { program } from '#contract/program';
import type { cycle, cycleSummary } from '#contract/cycle';
import type { shipmentSummary } from '#contract/shipment';
import type { subscriptionChange } from '#contract/subscription';

/** What the public API answers: all that the demo's customers know. */
export type PublicProgram = z.output<typeof program>;
export type PublicCycle = z.output<typeof cycle>;
export type CycleSummary = z.output<typeof cycleSummary>;
export type ShipmentSummary = z.output<typeof shipmentSummary>;
export type SubscriptionChange = z.output<typeof subscriptionChange>;
