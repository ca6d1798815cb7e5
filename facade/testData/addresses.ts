import type { PostalAddress } from '../ports';
import { testData } from './table';

/** Addresses with which anybody can see a refusal or a return, by the table of test data. */
export const warehouseRefuses = ({ line1 }: PostalAddress): boolean => line1.includes(testData.undeliverable.text);
export const carrierRefuses = ({ city }: PostalAddress): boolean => city.includes(testData.noCarrier.text);
export const carrierReturns = ({ line2 }: { line2?: string | null | undefined }): boolean =>
  line2?.includes(testData.returns.text) ?? false;

export const addressRefused = {
  type: 'AddressRefused',
  message: 'the warehouse cannot send anything to this address',
} as const;
export const parcelRefused = {
  type: 'ParcelRefused',
  message: 'the carrier does not deliver to this address',
} as const;
