/** One erasure of all that was learned of a customer. */
export interface Erasure {
  customerId: string;
  /** Wall time of the erasure, ms. */
  erasedAtMs: number;
}
