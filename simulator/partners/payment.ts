import { z } from 'zod';
import { testCard } from '#facade/testData/cards';
import { idFor } from '#facade/testData/draw';
import { type Answer, type CallContext, operation, referenceField } from '../operation';

const declined = (reason: string): Answer => ({
  status: 402,
  body: { type: 'CardDeclined', reason, message: 'the card was declined; nothing was charged' },
});

const amount = { amountCents: z.int().min(1), currency: z.string().regex(/^[A-Z]{3}$/, 'three capital letters') };

export const charge = operation({
  partner: 'payment',
  name: 'charge',
  path: '/payment/charges',
  request: z.strictObject({
    reference: referenceField,
    customerId: z.string().min(1),
    paymentToken: z.string().min(1),
    ...amount,
  }),
  refusal: declined('cardDeclined'),
  perform: async (request, call) => {
    const reason = await declineReason(request.paymentToken, call);
    if (reason) return declined(reason);
    const chargeId = idFor('ch_', 'charge', call.idempotencyKey);
    await call.effect({ id: chargeId, ...request });
    return { status: 201, body: { chargeId } };
  },
});

async function declineReason(token: string, call: CallContext): Promise<string | null> {
  const card = testCard(token);
  if (card.kind !== 'declinesFirst') return card.kind === 'charges' ? null : card.reason;
  // Two keys at once must not both count as the first, so the calls with one token go in turn.
  await call.tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [token]);
  await call.rememberToken(token);
  const { rows } = await call.tx.query<{ seen: number }>(
    'SELECT count(*)::integer AS seen FROM simulator.answers WHERE payment_token = $1',
    [token],
  );
  return (rows[0]?.seen ?? 0) <= card.keys ? 'cardDeclined' : null;
}

interface ChargeRow {
  amount_cents: number;
  currency: string;
  refunded_cents: number;
}

/**
 * Gives a charge back, in full or in part, and never more than it was. One that is back in full already stays so,
 * whatever the key.
 */
export const refund = operation({
  partner: 'payment',
  name: 'refund',
  path: '/payment/charges/:chargeId/refunds',
  request: z.strictObject({ reference: referenceField, chargeId: z.string(), ...amount }),
  perform: async (request, call) => {
    const { rows } = await call.tx.query<ChargeRow>(
      `SELECT amount_cents, currency, coalesce((SELECT sum(back.amount_cents) FROM simulator.effects AS back
         WHERE back.operation = 'refund' AND back.undoes = charge.id), 0)::integer AS refunded_cents
       FROM simulator.effects AS charge WHERE id = $1 AND operation = 'charge' FOR UPDATE`,
      [request.chargeId],
    );
    const charged = rows[0];
    if (!charged) return { status: 404, body: { type: 'UnknownCharge', message: 'there is no such charge' } };
    const rest = charged.amount_cents - charged.refunded_cents;
    if (rest === 0) return { status: 201, body: { refundId: await refundOf(request.chargeId, call) } };
    if (rest < request.amountCents || charged.currency !== request.currency) {
      return { status: 409, body: { type: 'AmountMismatch', message: `there are ${rest} to give back` } };
    }
    const refundId = idFor('re_', 'refund', call.idempotencyKey);
    if (rest === request.amountCents) {
      await call.tx.query(`UPDATE simulator.effects SET state = 'refunded' WHERE id = $1`, [request.chargeId]);
    }
    const { chargeId, ...effect } = request;
    await call.effect({ ...effect, id: refundId, undoes: chargeId });
    return { status: 201, body: { refundId } };
  },
});

async function refundOf(chargeId: string, call: CallContext): Promise<string | undefined> {
  const { rows } = await call.tx.query<{ id: string }>(
    `SELECT id FROM simulator.effects WHERE reference = (SELECT reference FROM simulator.effects WHERE id = $1)
     AND operation = 'refund' AND undoes = $1 ORDER BY sequence DESC LIMIT 1`,
    [chargeId],
  );
  return rows[0]?.id;
}
