import type { EventKind } from './events/types';

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

/** The promise of a cycle's shipment; another `round` when a courier is asked for anew. */
export const cyclePromiseId = (shipmentId: string, round: number): string => `prm_${stepName(shipmentId, round)}`;

/** The Schedule of one program cohort; Temporal appends the time of each firing to the workflow's ID. */
export const cohortScheduleId = (programId: string, cohort: string): string => `cycles:${programId}:${cohort}`;
export const shipmentCycleWorkflowId = (programId: string, cohort: string): string => `cycle:${programId}:${cohort}`;

/** The Schedule that refreshes a program's selection model; Temporal appends the time of each firing to the workflow's ID. */
export const modelScheduleId = (programId: string): string => `models:${programId}`;
/** A refresh that ops asked for. The ID of its workflow is also the ID of the refresh: it publishes once. */
export const modelRefreshWorkflowId = (programId: string, request: string): string => `models:${programId}:${request}`;

/** The Schedule that works a program's searches out ahead; Temporal appends the time of each firing to the workflow's ID. */
export const searchScheduleId = (programId: string): string => `search:${programId}`;

/** One survey of one subscription, for ever. */
export const surveyIdOf = (subscriptionId: string, surveyId: string): string => `${subscriptionId}-${surveyId}`;
export const surveyWorkflowId = (subscriptionId: string, surveyId: string): string =>
  `survey:${subscriptionId}:${surveyId}`;

/** The survey of whether a cycle's item fits. IDs in a program's file have no underscore, so that none is taken for one of these. */
export const fitSurveyId = (cycle: number): string => `fit_${cycle}`;

/** One per erasure: a customer who comes back may have all erased again. */
export const eraseWorkflowId = (customerId: string, erasedAtMs: number): string => `erase:${customerId}:${erasedAtMs}`;

/** The Schedule that exports events to the warehouse, and the workflow that it starts. */
export const eventExportScheduleId = 'events:export';
export const eventExportWorkflowId = 'event-export';
/** The Schedule that keeps the days of events, and the workflow that it starts. */
export const eventRetentionScheduleId = 'events:retention';
export const eventRetentionWorkflowId = 'event-retention';

/**
 * The idempotency key of one effect: `{subscription}:{cycle}:{step}`. It never holds a run ID or an attempt number,
 * since a reset changes both. A step that is tried again after a *definite* refusal (a declined card on the next
 * dunning day, a mended address) is another effect and has another `round`, which the workflow counts.
 */
export const effectKey = (subscriptionId: string, cycle: number, step: string, round = 0): string =>
  `${subscriptionId}:${cycle}:${stepName(step, round)}`;

export const stepName = (step: string, round = 0): string => (round === 0 ? step : `${step}-${round}`);

/** Of events of Everbox's own; clients may not use it, so that none of theirs stands in for a fact. */
export const ownEventPrefix = 'everbox:';

/**
 * The ID of an event of Everbox's own: built from the fact that it tells of. What may happen to a fact several times has
 * the revision that it happened in.
 */
export const ownEventId = (fact: string, kind: EventKind, revision?: number): string =>
  `${ownEventPrefix}${fact}:${kind}${revision === undefined ? '' : `:${revision}`}`;
