import { defaultPayloadConverter } from '@temporalio/common';
import type { History } from '@temporalio/common/lib/proto-utils';
import { shipmentIdOf } from '#domain/ids';
import type { LedgerFacts } from '#cli/demo/facts';

type Event = NonNullable<History['events']>[number];

/** Business time runs a hundred times as fast as the wall in these histories, from the epoch on. */
export const clock = { originWallMs: 0, originBusinessMs: 0, speed: 100 };
export const subscriptionId = 'sub_1';

const payloads = (value: unknown) => ({ payloads: [defaultPayloadConverter.toPayload(value)] });

export const started = (continuedExecutionRunId = ''): Event => ({
  workflowExecutionStartedEventAttributes: { input: payloads({ clock }), continuedExecutionRunId },
});

/** A workflow task that starts when the business clock shows `businessMs`. */
export const task = (businessMs: number): Event => ({
  eventTime: { seconds: 0 as never, nanos: (businessMs / clock.speed) * 1_000_000 },
  workflowTaskStartedEventAttributes: {},
});

export interface HandMadeCycle {
  sku?: string | null;
  cutoffAtMs?: number;
  substitutes?: string[];
}

export const opened = (
  number: number,
  { sku = 'kite', cutoffAtMs = 1_000, substitutes = [] }: HandMadeCycle = {},
): Event[] => activity('openCycle', number, { cycle: { number, sku, cutoffAtMs }, substitutes });

/** An activity that was scheduled by the event `eventId`, and what it returned. */
export const activity = (name: string, eventId: number, result: unknown): [Event, Event] => [
  { eventId: eventId as never, activityTaskScheduledEventAttributes: { activityType: { name } } },
  { activityTaskCompletedEventAttributes: { scheduledEventId: eventId as never, result: payloads(result) } },
];

/** An accepted update and the answer of its handler. */
export const update = (updateId: string, name: string, argument?: unknown): Event[] => [
  {
    workflowExecutionUpdateAcceptedEventAttributes: {
      acceptedRequest: {
        meta: { updateId },
        input: { name, args: argument === undefined ? { payloads: [] } : payloads(argument) },
      },
    },
  },
  { workflowExecutionUpdateCompletedEventAttributes: { meta: { updateId }, outcome: { success: payloads({}) } } },
];

export const shipmentStarted = (cycle: number, sku = 'kite'): Event => ({
  startChildWorkflowExecutionInitiatedEventAttributes: { input: payloads({ cycle, sku }) },
});

export const continued: Event = { workflowExecutionContinuedAsNewEventAttributes: {} };
export const completed = (result: unknown = {}): Event => ({
  workflowExecutionCompletedEventAttributes: { result: payloads(result) },
});

/** One run: its events, in their order. */
export const run = (...events: (Event | Event[])[]): History => ({ events: events.flat() });

export interface HandMadeBox {
  sku?: string;
  addressLine1?: string;
  charges?: number;
  handoffs?: number;
  parcels?: number;
  refunded?: boolean;
  /** False: the parcel is not at the door. */
  delivered?: boolean;
}

/** What the partners have of the boxes of `subscriptionId`: by default each was charged, handed off, booked once and brought. */
export function ledgerOf(boxes: Record<number, HandMadeBox>): LedgerFacts {
  const ledger: LedgerFacts = { effects: [], handoffs: [], notSimulated: [], faults: 0 };
  for (const [cycle, box] of Object.entries(boxes)) {
    const { sku = 'kite', addressLine1 = '1 High Street', charges = 1, handoffs = 1, parcels = 1, refunded } = box;
    const isDelivered = box.delivered ?? !refunded;
    const reference = shipmentIdOf(subscriptionId, Number(cycle));
    const add = (operation: string, times: number, undone: 'refunded' | 'cancelled'): void => {
      for (let n = 0; n < times; n++) {
        const idempotencyKey = `${reference}:${operation}-${n}`;
        const deliveredAt = operation === 'bookParcel' && isDelivered ? '2026-11-30T07:00:00Z' : null;
        ledger.effects.push({ operation, reference, idempotencyKey, state: refunded ? undone : 'live', deliveredAt });
        if (operation === 'handOff') ledger.handoffs.push({ reference, idempotencyKey, sku, addressLine1 });
      }
    };
    add('charge', charges, 'refunded');
    add('handOff', handoffs, 'cancelled');
    add('bookParcel', parcels, 'cancelled');
  }
  return ledger;
}
