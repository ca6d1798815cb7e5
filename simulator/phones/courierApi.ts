import type { Place } from './setting';
import type { Stop } from './memory';

/** An offer as a courier's phone understands it. */
export interface PhoneOffer {
  id: string;
  /** `accepted`: it is this courier's, and not finished. */
  state: 'open' | 'accepted';
  /** What is left of it, in the order of drop-offs. */
  stops: Stop[];
  /** Deliveries of it that are picked up. */
  onBoard: string[];
}

export type Proof = { kind: 'code' | 'photo'; value: string };

/**
 * Everbox as a courier's phone sees it. `gone`: Everbox refused, and asking again will not help (the offer expired or
 * was won by somebody, the delivery is somebody else's). Every method throws when there was no answer.
 */
export interface CourierApi {
  goOnShift(shift: { zoneId: string; capacity: number; untilMs: number }): Promise<void>;
  /** `offShift`: Everbox has ended the shift, since it heard nothing for too long. */
  locate(place: Place, atMs: number): Promise<'taken' | 'offShift'>;
  /** Oldest first. */
  offers(): Promise<PhoneOffer[]>;
  /** Where Everbox would have the courier wait; null: nowhere in particular. */
  suggestedPlace(): Promise<Place | null>;
  accept(offerId: string): Promise<'accepted' | 'gone'>;
  decline(offerId: string): Promise<void>;
  pickUp(deliveryId: string): Promise<'pickedUp' | 'notReady' | 'gone'>;
  dropOff(deliveryId: string, proof: Proof): Promise<'delivered' | 'notThere' | 'gone'>;
}
