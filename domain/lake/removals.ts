/** A customer who had everything erased, and when (µs since the epoch, as digits). What came later may stay. */
export interface Erasure {
  customerId: string;
  erasedAtUs: string;
}

/**
 * One event that was deleted, told by ID and time of receipt (µs since the epoch, as digits): another event may have taken
 * its place under the same ID.
 */
export interface Retraction {
  id: string;
  receivedAtUs: string;
}

/** What has to go from files of events. */
export interface Removals {
  erasures: Erasure[];
  retractions: Retraction[];
}
