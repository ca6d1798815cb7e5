/** The payment partner. Every call is idempotent by its key: the same key gives the first answer and has one effect. */
export interface PaymentPort {
  charge(request: ChargeRequest, signal?: AbortSignal): Promise<ChargeAnswer>;
  /** Gives back a charge, in full or in part; refunding one that is back in full already is accepted. */
  refund(request: RefundRequest, signal?: AbortSignal): Promise<RefundAnswer>;
}

export interface ChargeRequest {
  idempotencyKey: string;
  /** What the money is for: shown on the statement, and how the partner's ledger is searched. */
  reference: string;
  customerId: string;
  paymentToken: string;
  amountCents: number;
  currency: string;
}

/** A decline is an answer, not an error: nothing was charged, and the same key will decline again. */
export type ChargeAnswer = { outcome: 'charged'; chargeId: string } | { outcome: 'declined'; reason: string };

export interface RefundRequest {
  idempotencyKey: string;
  reference: string;
  chargeId: string;
  amountCents: number;
  currency: string;
}

export interface RefundAnswer {
  refundId: string;
}
