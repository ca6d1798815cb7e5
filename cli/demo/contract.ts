import type { z } from 'zod';
import type { program } from '#api/schemas/program';
import type { cycle, cycleSummary } from '#api/schemas/cycle';
import type { shipmentSummary } from '#api/schemas/shipment';
import type { subscriptionChange } from '#api/schemas/subscription';

/** What the public API answers: all that the demo's customers know. */
export type PublicProgram = z.output<typeof program>;
export type PublicCycle = z.output<typeof cycle>;
export type CycleSummary = z.output<typeof cycleSummary>;
export type ShipmentSummary = z.output<typeof shipmentSummary>;
export type SubscriptionChange = z.output<typeof subscriptionChange>;
