import { type ChargeAnswer, PaymentFault, type PaymentPort } from '../ports';
import { testCard } from '../testData/cards';
import { idFor } from '../testData/draw';

/**
 * Cards that charge and decline like the simulator's, without a network and without a memory: every answer follows from
 * the request, so it is the same after a restart. The price: a key that comes again with another amount is not noticed,
 * nor is a refund of more than was charged; and `tok_declined_2_…` goes by the round in the key, not by what was seen.
 */
export function createDummyPayment(): PaymentPort {
  return {
    charge: async ({ idempotencyKey, paymentToken }) => {
      const reason = declineReason(paymentToken, idempotencyKey);
      const answer: ChargeAnswer = reason
        ? { outcome: 'declined', reason }
        : { outcome: 'charged', chargeId: idFor('ch_', 'charge', idempotencyKey) };
      return answer;
    },
    refund: async ({ idempotencyKey, chargeId }) => {
      if (!/^ch_[0-9a-f]{24}$/.test(chargeId)) {
        throw new PaymentFault('payment refund: there is no such charge', false);
      }
      return { refundId: idFor('re_', 'refund', idempotencyKey) };
    },
  };
}

function declineReason(token: string, idempotencyKey: string): string | null {
  const card = testCard(token);
  switch (card.kind) {
    case 'charges':
      return null;
    case 'declines':
      return card.reason;
    case 'declinesFirst':
      return roundOf(idempotencyKey) < card.keys ? 'cardDeclined' : null;
  }
}

/** Keys end in the step's name, and another try after a refusal is another round: `charge`, `charge-1`, ... */
const roundOf = (idempotencyKey: string): number => Number(/-(\d{1,9})$/.exec(idempotencyKey)?.[1] ?? 0);
