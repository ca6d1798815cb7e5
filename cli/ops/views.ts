import type { z } from 'zod';
import type { cycleSummary } from '#contract/cycle';
import type { opsReturn } from '#contract/feedback';
import type { programMetrics } from '#contract/ops';
import type { parkedShipment, shipmentChange, shipmentSummary } from '#contract/shipment';
import type { subscription } from '#contract/subscription';
import { leftPhases, type ShipmentPhase } from '#domain/shipment/types';
import { minute, oneLine, pairs, table, timesAre } from './table';

/** A subscription with all that ops want to see of it. */
export interface SubscriptionReport {
  subscription: z.output<typeof subscription>;
  /** The newest first. */
  cycles: Cycle[];
  shipments: Shipment[];
}

type Cycle = z.output<typeof cycleSummary>;
type Shipment = z.output<typeof shipmentSummary>;

export function attentionView(items: z.output<typeof parkedShipment>[]): string {
  if (items.length === 0) return 'No shipment waits for a person.';
  const rows = items.map(({ id, attention, phase, customerId, title, updatedAt }) => {
    return [id, attention, phase, customerId, short(title), minute(updatedAt)];
  });
  return `${table(['SHIPMENT', 'ATTENTION', 'PHASE', 'CUSTOMER', 'ITEM', 'SINCE'], rows)}\n\n${timesAre.real}`;
}

export function returnsView(items: z.output<typeof opsReturn>[]): string {
  if (items.length === 0) return 'Nothing was sent back.';
  const rows = items.map(({ shipmentId, customerId, title, reason, createdAt, comment }) => {
    return [shipmentId, customerId, short(title), reason, minute(createdAt), comment && oneLine(comment)];
  });
  return `${table(['SHIPMENT', 'CUSTOMER', 'ITEM', 'REASON', 'WHEN', 'COMMENT'], rows)}\n\n${timesAre.real}`;
}

const addressScope = {
  shipment: 'for this box only; --for-subscription keeps it for those that follow',
  subscription: 'for this box and those that follow',
  order: 'for this order',
};

export function shipmentView(change: z.output<typeof shipmentChange>): string {
  const { shipmentId, phase, attention, abandonReason, addressFor, warning } = change;
  return pairs([
    ['shipment', shipmentId],
    ['phase', phase],
    ['attention', attention],
    ...(abandonReason === null ? [] : [['abandoned', abandonReason] as [string, string]]),
    ...(addressFor === null ? [] : [['address', addressScope[addressFor]] as [string, string]]),
    ...(warning === null ? [] : [['note', oneLine(warning)] as [string, string]]),
  ]);
}

export function subscriptionView({ subscription, cycles, shipments }: SubscriptionReport): string {
  const { id, customerId, programId, planId, status, zone, nextCycle, nextOpenAt, cancelReason } = subscription;
  return [
    pairs([
      ['subscription', id],
      ['customer', customerId],
      ['program', `${programId} (${planId})`],
      ['status', cancelReason === null ? status : `${status}: ${cancelReason}`],
      ['next cycle', status === 'cancelled' ? null : `${nextCycle}, opens ${minute(nextOpenAt)}`],
      ['zone', zone],
    ]),
    '',
    table(
      ['CYCLE', 'STATUS', 'ITEM', 'CHOSEN BY', 'CUTOFF', 'SHIPS'],
      cycles.map((each) => {
        const title = each.selection && short(each.selection.title);
        return [
          each.number,
          standingOf(each, shipments),
          title,
          each.chosenBy,
          minute(each.cutoffAt),
          minute(each.shipAt),
        ];
      }),
    ),
    '',
    table(
      ['SHIPMENT', 'PHASE', 'ITEM', 'PARCEL', 'TRACKING', 'DELIVERED'],
      shipments.map((each) => {
        const delivered = each.deliveredAt && minute(each.deliveredAt);
        return [each.id, each.phase, short(each.title), each.trackingNumber, each.trackingStatus, delivered];
      }),
    ),
    '',
    timesAre.business,
  ].join('\n');
}

/** How a cycle stands: one that was skipped says so at once, and a box that did not leave is not `shipped`. */
function standingOf({ number, status, skipped }: Cycle, shipments: Shipment[]): string {
  if (status === 'open' && skipped) return `${status}, skipped`;
  const phase = shipments.find(({ cycle }) => cycle === number)?.phase;
  return status === 'shipped' && phase !== undefined && !isLeft(phase) ? phase : status;
}

const isLeft = (phase: ShipmentPhase): boolean => (leftPhases as readonly ShipmentPhase[]).includes(phase);

export function metricsView(items: z.output<typeof programMetrics>[]): string {
  return table(
    ['PROGRAM', 'SUBSCRIPTIONS', 'CYCLES', 'SHIPMENTS', 'SWAPPED', 'SKIPPED', 'RATINGS', 'STARS', 'OF ORDERS', 'STARS'],
    items.map((each) => [
      each.programId,
      counts(each.subscriptions),
      counts(each.cycles),
      counts(each.shipments),
      percent(each.swapRate),
      percent(each.skipRate),
      each.ratings,
      each.meanStars?.toFixed(2),
      each.orderRatings,
      each.orderMeanStars?.toFixed(2),
    ]),
  );
}

/** `12 active, 3 paused` */
const counts = (byName: Record<string, number>): string =>
  Object.entries(byName)
    .map(([name, count]) => `${count} ${name === 'openSkipped' ? 'open and skipped' : name}`)
    .join(', ');

const percent = (rate: number | null): string | null => (rate === null ? null : `${(rate * 100).toFixed(1)} %`);
const short = (title: string): string => (title.length > 40 ? `${title.slice(0, 39)}…` : title);
