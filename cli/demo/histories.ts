import { defaultPayloadConverter } from '@temporalio/common';
import type { History } from '@temporalio/common/lib/proto-utils';
import type { CycleOpening } from '#domain/subscription/apply';
import type { ShipmentState } from '#domain/shipment/types';
import type { ShipmentInput } from '#workflows/shipment/messages';
import { paymentFailed, type SubscriptionInput } from '#workflows/subscription/messages';
import type { HistoryFact, ShipmentHistory, SubscriptionHistory } from './facts';

type Event = NonNullable<History['events']>[number];
type Payloads = { payloads?: Parameters<typeof defaultPayloadConverter.fromPayload>[0][] | null } | null | undefined;

/** Reads what the runs of a subscription's workflow, from the first, tell. */
export function readSubscription(runs: History[]): SubscriptionHistory {
  const events = runs.map((run) => run.events ?? []);
  const started = events[0]?.[0]?.workflowExecutionStartedEventAttributes;
  if (!started) throw new Error('the history of a subscription does not begin with its start');
  const { clock } = first(started.input) as SubscriptionInput;
  return { events: events.flat().length, clock, facts: events.flatMap(factsOf) };
}

export function readShipment(runs: History[]): ShipmentHistory {
  const events = runs.flatMap((run) => run.events ?? []);
  const last = events.at(-1);
  const completed = last?.workflowExecutionCompletedEventAttributes;
  return {
    events: events.length,
    ended: last !== undefined && isOver(last),
    abandoned: completed ? (first(completed.result) as ShipmentState).phase === 'abandoned' : false,
  };
}

/** What a run returned; null when it has not completed. */
export function resultOf(run: History): unknown {
  const completed = run.events?.at(-1)?.workflowExecutionCompletedEventAttributes;
  return completed ? first(completed.result) : null;
}

/** The run that this one continued; null for the first. */
export function continuedRunOf(run: History): string | null {
  return run.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || null;
}

function factsOf(events: Event[]): HistoryFact[] {
  const answered = new Set(events.map(answeredUpdate));
  const openings = new Set(events.filter(schedulesOpening).map(({ eventId }) => String(eventId)));
  let taskStartedAtMs = 0;
  return events.flatMap((event): HistoryFact[] => {
    // A workflow's clock shows when its task started; all that it accepts in that task happens then.
    if (event.workflowTaskStartedEventAttributes) taskStartedAtMs = timeOf(event);
    const fact = factOf(event, taskStartedAtMs, openings);
    return fact && (fact.kind !== 'accepted' || answered.has(fact.updateId)) ? [fact] : [];
  });
}

/** ID of the update whose handler answered, by returning, with this event. */
function answeredUpdate({ workflowExecutionUpdateCompletedEventAttributes: completed }: Event): string | null {
  return completed?.outcome?.success ? (completed.meta?.updateId ?? null) : null;
}

function factOf(event: Event, atWallMs: number, openings: Set<string>): HistoryFact | null {
  const {
    activityTaskCompletedEventAttributes: activity,
    workflowExecutionUpdateAcceptedEventAttributes: accepted,
    workflowExecutionSignaledEventAttributes: signaled,
    startChildWorkflowExecutionInitiatedEventAttributes: child,
  } = event;
  if (activity && openings.has(String(activity.scheduledEventId))) {
    return { kind: 'opened', opening: first(activity.result) as CycleOpening };
  }
  if (accepted) {
    const { meta, input } = accepted.acceptedRequest ?? {};
    const argument = input?.args?.payloads?.length ? first(input.args) : null;
    return { kind: 'accepted', updateId: meta?.updateId ?? '', name: input?.name ?? '', argument, atWallMs };
  }
  if (signaled?.signalName === paymentFailed.name) return { kind: 'paymentFailed' };
  if (child) return { kind: 'shipmentStarted', input: first(child.input) as ShipmentInput };
  return endsRun(event) ? { kind: 'runEnded' } : null;
}

/** The scheduling event names its activity; the one that holds the result refers to it only. */
const schedulesOpening = ({ activityTaskScheduledEventAttributes: scheduled }: Event): boolean =>
  scheduled?.activityType?.name === 'openCycle';

/** Of the last event of the last run: done, or ended by something else. */
const isOver = (event: Event): boolean =>
  Boolean(
    event.workflowExecutionCompletedEventAttributes ??
    event.workflowExecutionFailedEventAttributes ??
    event.workflowExecutionTerminatedEventAttributes ??
    event.workflowExecutionCanceledEventAttributes ??
    event.workflowExecutionTimedOutEventAttributes,
  );

const endsRun = (event: Event): boolean =>
  Boolean(event.workflowExecutionContinuedAsNewEventAttributes ?? event.workflowExecutionCompletedEventAttributes);

function timeOf({ eventTime }: Event): number {
  return Number(eventTime?.seconds ?? 0) * 1000 + Math.floor((eventTime?.nanos ?? 0) / 1_000_000);
}

/** The first value that an event carries; its type is what the workflow's code of this version says. */
function first(payloads: Payloads): unknown {
  const payload = payloads?.payloads?.[0];
  if (!payload) throw new Error('an event has no payload where one is expected');
  return defaultPayloadConverter.fromPayload(payload);
}
