import type { Place } from './setting';

export interface Stop {
  deliveryId: string;
  station: Place;
  place: Place;
}

/** One accepted offer, stop by stop. */
export interface Job {
  offerId: string;
  /** False from the decision until Everbox has confirmed: a phone that starts again asks for it again. */
  confirmed: boolean;
  /** Stops that are left, in the order of the drop-offs. */
  stops: Stop[];
  /** Deliveries of `stops` that are on board. */
  onBoard: string[];
}

/** All that a phone knows; stored at each step, so that a restart of the simulator goes on from there. */
export interface PhoneState {
  place: Place;
  job: Job | null;
  vanished: boolean;
  accepted: number;
  declined: number;
  tooLate: number;
  handedOver: number;
}

export const newPhone = (place: Place): PhoneState => ({
  place,
  job: null,
  vanished: false,
  accepted: 0,
  declined: 0,
  tooLate: 0,
  handedOver: 0,
});

/** Where a phone keeps what it must not forget. */
export interface PhoneMemory {
  save(state: PhoneState): Promise<void>;
  /** Writes down what happened at a counter or a door; the same twice is once. */
  visit(deliveryId: string, kind: 'pickedUp' | 'handedOver'): Promise<void>;
  /** The code that the customer at that door says; null: nobody is at home. */
  codeAt(deliveryId: string): Promise<string | null>;
}
