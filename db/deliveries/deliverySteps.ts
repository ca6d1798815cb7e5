import { type CourierStep, phaseAfterStep, stepRules } from '#domain/delivery/steps';
import { phasesTaking } from '#domain/delivery/transitions';
import type { DropoffProof } from '#domain/delivery/types';
import type { Queryable } from '../pool';
import { refreshExpected } from './carried';
import type { CourierRead } from './couriers';
import type { DeliveryRead } from './deliveries';
import { recordDeliveryEvents, wakeDispatcher } from './deliveryEvents';
import { markMissed } from './deliveryMarks';
import { letGoOf } from './offerEnds';

/** What each step sets beside the phase; `$4` is its instant. */
const changes: Record<CourierStep, string> = {
  pickUp: 'picked_up_at = $4',
  dropOff: 'ended_at = $4, expected_at = NULL, proof = $5',
  reportAddressNotFound: 'expected_at = NULL',
  returnToStation: 'ended_at = $4',
  giveUp: 'courier_id = NULL, accepted_at = NULL, expected_at = NULL',
};

/** Steps that end the delivery. */
const ending: ReadonlySet<CourierStep> = new Set<CourierStep>(['dropOff', 'returnToStation']);

/** Steps after which the delivery, or its courier, is free. */
const freeing: ReadonlySet<CourierStep> = new Set<CourierStep>(['dropOff', 'returnToStation', 'giveUp']);

export interface Step {
  step: CourierStep;
  delivery: DeliveryRead;
  courier: CourierRead;
  /** Of a drop-off. */
  proof?: DropoffProof | null;
}

/**
 * Takes a step that the rules allow, in the caller's transaction: row, event, workflow and dispatcher learn of it
 * together. Only called with the courier and the delivery locked, in this order; `delivery` is what the lock found.
 */
export async function recordStep(
  tx: Queryable,
  { step, delivery, courier, proof = null }: Step,
  atMs: number,
): Promise<void> {
  const { event } = stepRules[step];
  const after = phaseAfterStep(step, { phase: delivery.phase, isPacked: delivery.packedAt !== null });
  const values: unknown[] = [delivery.id, phasesTaking(event), after, new Date(atMs)];
  if (step === 'dropOff') values.push(JSON.stringify(proof));
  const { rowCount } = await tx.query(
    // The cast names the type of $4 for steps that do not set it.
    `UPDATE deliveries SET phase = $3, updated_at = greatest(updated_at, $4::timestamptz), ${changes[step]}
     WHERE id = $1 AND phase = ANY($2)`,
    values,
  );
  if (rowCount !== 1) throw new Error(`delivery ${delivery.id} changed under its lock`);
  // Told before the end, which closes the customer's stream.
  if (ending.has(step)) await markMissed(tx, [delivery.id], atMs);
  if (freeing.has(step)) {
    await letGoOf(tx, [delivery.id]);
    await wakeDispatcher(tx, delivery.zoneId);
  }
  await refreshExpected(tx, { id: courier.id, place: courier.known?.place ?? null }, delivery.zoneId, atMs);
  await recordDeliveryEvents(tx, [{ deliveryId: delivery.id, kind: event, atMs }]);
}
