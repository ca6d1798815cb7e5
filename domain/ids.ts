/**
 * Every identifier that crosses a process is built here, and nowhere else.
 *
 * Workflow IDs and search attributes are never encrypted by Temporal: they hold opaque IDs only, no personal data.
 */

export const subscriptionWorkflowId = (subscriptionId: string): string => `subscription:${subscriptionId}`;

/** One shipment per (subscription, cycle), for ever: this is the first guard against shipping twice. */
export const shipmentIdOf = (subscriptionId: string, cycle: number): string => `${subscriptionId}-${cycle}`;

export const shipmentWorkflowId = (subscriptionId: string, cycle: number): string =>
  `shipment:${subscriptionId}:${cycle}`;

export const deliveryWorkflowId = (deliveryId: string): string => `delivery:${deliveryId}`;

/** One dispatcher per zone, while it has open deliveries. */
export const zoneDispatchWorkflowId = (zoneId: string): string => `dispatch:${zoneId}`;

/** The Schedule of one program cohort; Temporal appends the time of each firing to the workflow's ID. */
export const cohortScheduleId = (programId: string, cohort: string): string => `cycles:${programId}:${cohort}`;
export const shipmentCycleWorkflowId = (programId: string, cohort: string): string => `cycle:${programId}:${cohort}`;

/**
 * The idempotency key of one effect: `{subscription}:{cycle}:{step}`. It never holds a run ID or an attempt number,
 * since a reset changes both. A step that is tried again after a *definite* refusal (a declined card on the next
 * dunning day, a mended address) is another effect and has another `round`, which the workflow counts.
 */
export const effectKey = (subscriptionId: string, cycle: number, step: string, round = 0): string =>
  `${subscriptionId}:${cycle}:${stepName(step, round)}`;

export const stepName = (step: string, round = 0): string => (round === 0 ? step : `${step}-${round}`);
