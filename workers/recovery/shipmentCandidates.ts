import type { LivingShipment } from '#db/recovery/recovery';
import { businessAt } from '#domain/clock';
import { deliveryWorkflowId, shipmentWorkflowId } from '#domain/ids';
import { deliveryInputOf } from '#workflows/delivery/input';
import { deliveryWorkflow } from '#workflows/delivery/messages';
import { attentionKey } from '#workflows/searchAttributes';
import { shipmentWorkflow, type ShipmentInput } from '#workflows/shipment/messages';
import { attributesOf } from '../relay/toWorkflows';
import type { Candidate } from './types';

/** Phases in which the end of a parcel is news: later ones have heard of it, or wait for a person because of it. */
const hearsOfParcel = new Set(['reserving', 'charging', 'waiting', 'handingOff', 'booking', 'inTransit']);

/** Phases before the charge. */
const isUnpaid = new Set(['reserving', 'charging', 'dunning']);

/** The shipment's workflow, and its delivery's while that is waited for. */
export function ofShipment(row: LivingShipment<ShipmentInput>): Candidate[] {
  const { subscriptionId, cycle, phase, input, state, ended, payment } = row;
  const workflowId = shipmentWorkflowId(subscriptionId, cycle);
  if (!input) return [{ workflowId, standing: phase, start: null }];
  const attention = state?.attention ?? null;
  const standing = attention === null ? phase : `${phase}: ${attention}`;
  const news: NonNullable<Candidate['start']>['news'] = [];
  if (ended && hearsOfParcel.has(phase)) {
    const atMs = businessAt(input.clock, ended.atMs);
    news.push({ kind: 'parcelEnded', payload: { subscriptionId, cycle, ...ended, atMs } });
  }
  // Told once more: a card that was replaced after the last projection was known to the lost workflow only.
  if (payment && isUnpaid.has(phase)) {
    news.push({ kind: 'paymentMethodChanged', payload: { subscriptionId, cycle, payment } });
  }
  const shipment: Candidate = {
    workflowId,
    standing: ended && hearsOfParcel.has(phase) ? `${standing}, parcel ${ended.status}` : standing,
    start: {
      workflowType: shipmentWorkflow,
      args: state ? [input, state] : [input],
      attributes: [
        ...attributesOf(input, phase),
        ...(attention === null ? [] : [{ key: attentionKey, value: attention }]),
      ],
      summary: `${input.sku}, cycle ${cycle}`,
      news,
    },
  };
  if (phase !== 'delivering' || !state) return [shipment];
  const delivery = deliveryInputOf(input, state);
  return [
    shipment,
    {
      workflowId: deliveryWorkflowId(delivery.deliveryId),
      standing: `due ${new Date(delivery.promise.dueAtMs).toISOString()}`,
      start: {
        workflowType: deliveryWorkflow,
        args: [delivery],
        attributes: attributesOf(delivery, 'preparing'),
        summary: `${delivery.promise.zoneId}, due ${new Date(delivery.promise.dueAtMs).toISOString()}`,
        news: [],
        shipmentOf: { subscriptionId, cycle },
      },
    },
  ];
}
