/** Stations of a parcel's way, in the order in which they normally come. */
export const trackingStatuses = [
  'booked',
  'collected',
  'inTransit',
  'outForDelivery',
  'delivered',
  'returned',
] as const;
export type TrackingStatus = (typeof trackingStatuses)[number];

/** The end of one parcel's way. */
export interface ParcelEnd {
  trackingNumber: string;
  status: 'delivered' | 'returned';
  /** Business time, ms. */
  atMs: number;
}

/** Has the parcel's way ended there? */
export function isFinal(status: TrackingStatus): status is 'delivered' | 'returned' {
  return status === 'delivered' || status === 'returned';
}

/**
 * Is `next` further on than `current`? Events come late and out of order, so a parcel never moves back; and the first
 * final station stands, whatever comes after it. Null: nothing is known yet.
 */
export function movesForward(current: string | null, next: TrackingStatus): boolean {
  const now = trackingStatuses.find((status) => status === current);
  if (now === undefined) return true;
  return !isFinal(now) && trackingStatuses.indexOf(next) > trackingStatuses.indexOf(now);
}
