import { type CourierRead, hearCourier } from '#db/deliveries/couriers';
import { type DeliveryRead, lockDelivery } from '#db/deliveries/deliveries';
import { recordStep } from '#db/deliveries/deliverySteps';
import { nearEnough } from '#domain/delivery/location';
import { allowed, type DeliveryVerdict, refused } from '#domain/delivery/refusals';
import { type CourierStep, mayStep, phaseAfterStep } from '#domain/delivery/steps';
import type { DeliveryPhase, DropoffProof } from '#domain/delivery/types';
import type { UseCaseContext } from '../context';
import { noSuch } from '../noSuch';
import type { RefusalType } from '../refusal';
import { enforce } from './refuse';

/** What any step of a courier may be refused with. */
export const stepRefusals = [
  'NotFound',
  'NotYours',
  'AlreadyDelivered',
  'DeliveryEnded',
] as const satisfies RefusalType[];

interface StepRequest {
  caller: { subject: string };
  params: { id: string };
}

/**
 * A courier's step with a delivery, in the transaction of `context.db`: refused by the rules, or recorded. Courier and
 * delivery are locked first, so that of two steps at once the second sees what the first has done.
 */
export async function takeStep(
  { db, now }: UseCaseContext,
  { caller, params }: StepRequest,
  step: CourierStep,
  proof: DropoffProof | null = null,
): Promise<{ deliveryId: string; phase: DeliveryPhase }> {
  const nowMs = now();
  const courier = await hearCourier(db, caller.subject, nowMs);
  const delivery = await lockDelivery(db, params.id);
  if (!delivery) throw noSuch('delivery', params.id);
  const isPacked = delivery.packedAt !== null;
  enforce(mayStep(step, { phase: delivery.phase, courierId: delivery.courierId, isPacked }, caller.subject));
  if (!courier) throw new Error(`delivery ${delivery.id} is with a courier who is not known`);
  if (proof) enforce(mayHandOver(delivery, courier, proof, nowMs));
  await recordStep(db, { step, delivery, courier, proof }, nowMs);
  return { deliveryId: delivery.id, phase: phaseAfterStep(step, { phase: delivery.phase, isPacked }) };
}

function mayHandOver(
  { lat, lng, dropoffCode }: DeliveryRead,
  { known }: CourierRead,
  proof: DropoffProof,
  nowMs: number,
): DeliveryVerdict {
  if (proof.kind === 'code' && proof.value !== dropoffCode) {
    return refused('WrongCode', 'proof.value: that is not the code of this delivery');
  }
  const near = nearEnough(known, { lat, lng }, nowMs);
  return near.accepted ? allowed : near;
}
