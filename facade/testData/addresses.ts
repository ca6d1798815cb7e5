import type { PostalAddress } from '../ports';

/** Addresses with which anybody can see a refusal: the warehouse's is in the first line, the carrier's in the city. */
export const warehouseRefuses = ({ line1 }: PostalAddress): boolean => line1.includes('UNDELIVERABLE');
export const carrierRefuses = ({ city }: PostalAddress): boolean => city.includes('NOCARRIER');

export const addressRefused = {
  type: 'AddressRefused',
  message: 'the warehouse cannot send anything to this address',
} as const;
export const parcelRefused = {
  type: 'ParcelRefused',
  message: 'the carrier does not deliver to this address',
} as const;
