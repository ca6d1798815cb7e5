import type { DeliveryPromise } from '../delivery/types';
import type { AttentionReason } from '../outcomes';

/**
 * What happens to a shipment: the workflow performs the phase that the shipment is in and hands the event of what happened to
 * `advance`. Which event may come in which phase stands in `transitions.ts`. `atMs` is the business time of a partner's answer,
 * which may be long before a run that was reset hears it.
 */
export type ShipmentEvent =
  | { kind: 'reserved'; sku: string; stationId: string | null }
  /** `courier`: the cycle wants one, who is asked for at `shipAtMs`. */
  | { kind: 'charged'; chargeId: string; shipAtMs: number; courier?: boolean }
  | { kind: 'declined'; atMs?: number | undefined }
  | { kind: 'dunningDayCame' }
  | { kind: 'dunningExhausted' }
  | { kind: 'shipDateCame'; courier?: boolean }
  /** Null: no courier can come, so it goes as a parcel. */
  | { kind: 'promised'; promise: DeliveryPromise | null }
  | { kind: 'handedOff'; warehouseOrderId: string; oneHour: boolean; atMs?: number | undefined }
  | { kind: 'booked'; trackingNumber: string }
  | { kind: 'overdue' }
  | { kind: 'delivered'; atMs: number }
  | { kind: 'needsPerson'; reason: AttentionReason }
  | { kind: 'retried'; addressId: string | null }
  | { kind: 'abandoned'; reason: string }
  | { kind: 'compensated' }
  | { kind: 'ratingRequested' };
