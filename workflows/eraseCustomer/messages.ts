export const eraseCustomerWorkflow = 'eraseCustomer';

/** Started by the relay, once per erasure. */
export interface EraseCustomerInput {
  customerId: string;
  /** Wall time of the erasure, ms. */
  erasedAtMs: number;
}
