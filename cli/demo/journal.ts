/**
 * What the API acknowledged to the demo's customers with a 2xx. Each of these must have happened, or it is lost. What is
 * `open` was sent, and no answer says whether it was taken: it may have happened or not, and is no loss either way.
 */
export type Acknowledged = { subscriptionId: string; open?: true } & (
  | { kind: 'signUp'; addressLine1: string }
  | { kind: 'skip' | 'unskip'; cycle: number }
  | { kind: 'swap'; cycle: number; sku: string }
  /** `fromCycle`: the first cycle that must go to the new address. */
  | { kind: 'address'; fromCycle: number; addressLine1: string }
  | { kind: 'pause' | 'resume' | 'cancel' }
);
