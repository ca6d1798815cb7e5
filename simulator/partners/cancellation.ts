import { idFor } from '#facade/testData/draw';
import type { Answer, CallContext } from '../operation';

/** Cancels a handoff or a parcel; one that is cancelled already stays so, whatever the key. */
export async function cancel(
  what: { undoes: string; operation: 'handOff' | 'bookParcel'; reference: string },
  call: CallContext,
): Promise<Answer> {
  const { rows } = await call.tx.query<{ state: string }>(
    'SELECT state FROM simulator.effects WHERE id = $1 AND operation = $2 FOR UPDATE',
    [what.undoes, what.operation],
  );
  if (!rows[0]) return { status: 404, body: { type: 'NotFound', message: `there is no ${what.undoes} to cancel` } };
  if (rows[0].state !== 'cancelled') {
    await call.tx.query(`UPDATE simulator.effects SET state = 'cancelled' WHERE id = $1`, [what.undoes]);
    const id = idFor('ca_', what.operation, call.idempotencyKey);
    await call.effect({ id, reference: what.reference, undoes: what.undoes });
  }
  return { status: 200, body: { state: 'cancelled' } };
}
