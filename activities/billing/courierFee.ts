import { once, type EffectOf } from '../effects';
import type { Dependencies } from '../dependencies';
import type { ShipmentAt } from './shipmentAt';

export interface FeeBack extends EffectOf {
  shipmentId: string;
  chargeId: string;
  feeCents: number;
  currency: string;
}

/**
 * Gives a courier's fee back, whether none came or one came late. Safe to run again: see `once`; it is one step, so that
 * the fee goes back once however many reasons there are.
 */
export async function refundFee({ db, facade }: Pick<Dependencies, 'db' | 'facade'>, fee: FeeBack): Promise<void> {
  if (fee.feeCents === 0) return;
  await once(db, fee, 'refundFee', 0, (idempotencyKey) =>
    facade.payment.refund({
      idempotencyKey,
      reference: fee.shipmentId,
      chargeId: fee.chargeId,
      amountCents: fee.feeCents,
      currency: fee.currency,
    }),
  );
}

/** No courier could be promised for a cycle that had paid for one. Safe to run again: see `refundFee`. */
export async function returnCourierFee(dependencies: Dependencies, { input, state }: ShipmentAt): Promise<void> {
  const { subscriptionId, cycle, shipmentId, courier } = input;
  const { chargeId } = state;
  if (!courier || chargeId === null) return;
  const { feeCents } = courier;
  await refundFee(dependencies, {
    subscriptionId,
    cycle,
    shipmentId,
    chargeId,
    feeCents,
    currency: input.rules.currency,
  });
}
