/** A value that makes a simulated partner behave in a way that can be seen. */
export interface TestDatum {
  /** Of a sign-up, an order or a changed address or payment method. */
  field: 'paymentToken' | 'address.line1' | 'address.line2' | 'address.city';
  rule: 'begins with' | 'contains' | 'is';
  text: string;
  /** Who reacts. */
  partner: 'payment' | 'warehouse' | 'carrier';
  /** What they do, and what Everbox does then. */
  does: string;
}

/**
 * Everything of that kind: the simulator and the dummy providers read it, and `docs/simulator.md` and `everbox up` show
 * it. The first of the cards that fits counts, so the longer beginnings stand before the shorter ones.
 */
export const testData = {
  charges: {
    field: 'paymentToken',
    rule: 'begins with',
    text: 'tok_ok',
    partner: 'payment',
    does: 'is charged',
  },
  declinesFirst: {
    field: 'paymentToken',
    rule: 'begins with',
    text: 'tok_declined_N_',
    partner: 'payment',
    does: 'is declined for its first N charges and charged from then on: dunning, then a box (N: 1 to 4 digits)',
  },
  declines: {
    field: 'paymentToken',
    rule: 'begins with',
    text: 'tok_declined',
    partner: 'payment',
    does: 'is declined each time: dunning, then past due',
  },
  unknownCard: {
    field: 'paymentToken',
    rule: 'is',
    text: 'any other token',
    partner: 'payment',
    does: 'is declined each time, as a token that nobody knows',
  },
  undeliverable: {
    field: 'address.line1',
    rule: 'contains',
    text: 'UNDELIVERABLE',
    partner: 'warehouse',
    does: 'is refused at the handoff: the shipment is parked with `AddressRefused`',
  },
  noCarrier: {
    field: 'address.city',
    rule: 'contains',
    text: 'NOCARRIER',
    partner: 'carrier',
    does: 'is refused when the parcel is booked: the shipment is parked with `ParcelRefused`',
  },
  returns: {
    field: 'address.line2',
    rule: 'contains',
    text: 'RETURN',
    partner: 'carrier',
    does: 'comes back to the sender (simulator only): the shipment is parked with `ParcelReturned`',
  },
} as const satisfies Record<string, TestDatum>;
