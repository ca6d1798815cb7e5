import { readPaymentToken } from '#db/subscriptions/personalData';
import type { Queryable } from '#db/pool';
import { queueMessage } from '../notifications/queueMessage';
import { findEffect, recordEffect } from '#db/shipments/effects';
import { stepName } from '#domain/ids';
import type { ShipmentState } from '#domain/shipment/types';
import type { ChargeAnswer } from '#facade/ports/index';
import type { ShipmentInput } from '#workflows/shipment/messages';
import type { Dependencies } from '../dependencies';
import { readOwed } from './missedPromise';
import type { ShipmentAt } from './shipmentAt';
import { dated, once, recordAbandoned, takeStep, type DataMissing, type Dated } from '../effects';

/**
 * Charges the customer for one cycle. A decline is an answer, recorded like a charge: the same round declines again.
 * Safe to run again: see `takeStep`.
 */
export async function chargeCustomer(
  { db, facade }: Dependencies,
  { input, state }: ShipmentAt,
): Promise<Dated<ChargeAnswer> | DataMissing> {
  const round = state.rounds.charge;
  return takeStep(
    db,
    input,
    'charge',
    round,
    async (idempotencyKey) => {
      const answer = await facade.payment.charge({
        idempotencyKey,
        reference: input.shipmentId,
        customerId: input.customerId,
        paymentToken: await tokenOf({ db }, input, state),
        amountCents: input.chargeCents,
        currency: input.rules.currency,
      });
      return dated(input, answer);
    },
    async (tx, answer) => {
      if (answer.outcome === 'charged') return;
      const data = { reason: answer.reason, cycle: input.cycle, retries: input.rules.dunningDays.length - round };
      await queueMessage(tx, input, stepName('cardDeclined', round), 'cardDeclined', data);
    },
  );
}

/**
 * The token of this round, fixed before the partner first hears of it: a card that is replaced between two attempts of
 * one round must not turn the same key into another request. It is used on the next dunning day.
 */
async function tokenOf(
  { db }: Pick<Dependencies, 'db'>,
  input: ShipmentInput,
  { rounds, payment }: ShipmentState,
): Promise<string> {
  const id = { subscriptionId: input.subscriptionId, cycle: input.cycle, step: stepName('chargeToken', rounds.charge) };
  const fixed = await findEffect<{ token: string }>(db, id);
  if (fixed) return fixed.token;
  const token = await readPaymentToken(db, payment.paymentMethodId);
  await recordEffect(db, id, { token });
  return (await findEffect<{ token: string }>(db, id))?.token ?? token;
}

/** Gives the money back in full. Safe to run again: see `once`. */
export async function refundCharge({ db, facade }: Dependencies, { input, state }: ShipmentAt): Promise<void> {
  const { chargeId } = state;
  if (chargeId === null) return;
  await recordAbandoned(db, input, state.abandonReason);
  // Parts may have gone back before, or be on their way: the rest is what is owed.
  const amountCents = input.chargeCents - (await partsBackCents(db, input));
  if (amountCents === 0) return;
  await once(db, input, 'refund', 0, (idempotencyKey) =>
    facade.payment.refund({
      idempotencyKey,
      reference: input.shipmentId,
      chargeId,
      amountCents,
      currency: input.rules.currency,
    }),
  );
}

/** What goes back apart from the rest: for a promise that was missed, or the fee of one that was never made. */
async function partsBackCents(db: Queryable, input: ShipmentInput): Promise<number> {
  const { feeCents, creditCents } = await readOwed(db, input);
  const fee = (input.promise ?? input.courier)?.feeCents ?? 0;
  const isFeeBack = (await findEffect(db, { ...input, step: 'refundFee' })) !== null;
  return (isFeeBack ? fee : feeCents) + creditCents;
}
