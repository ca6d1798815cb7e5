/** A place on earth, in degrees (WGS 84). */
export interface LatLng {
  lat: number;
  lng: number;
}

/** A zone of one-hour delivery, as `zones/*.yaml` describes it. The zod schema beside this file checks the border. */
export interface Zone {
  /** File name without `.yaml`; part of workflow IDs. */
  id: string;
  title: string;
  /** IANA zone of the stations' hours. */
  timeZone: string;
  currency: string;
  /** H3 cells that are served: all within `rings` of the centre's cell at `resolution`. */
  cells: { center: LatLng; resolution: number; rings: number };
  stations: Station[];
  promise: PromiseRules;
  couriers: CourierRules;
}

/** A place with stock, where orders are picked, packed and handed to couriers. */
export interface Station {
  id: string;
  title: string;
  place: LatLng;
  /** Local hours of every day; an order is taken while it can still be handed off before `closeHour`. */
  openHour: number;
  closeHour: number;
  /** Minutes that picking and packing takes, as a rule; within the 15 of the handoff. */
  packMinutes: number;
}

export interface PromiseRules {
  oneHourFeeCents: number;
  twoHourFeeCents: number;
  /** Deliveries that one courier on shift is counted on for in an hour: what windows are filled against. */
  tripsPerCourierHour: number;
  /** Minutes that an answered promise is held for its customer. */
  holdMinutes: number;
  /** What a missed promise is worth to the customer. */
  missed: { refundFee: boolean; creditCents: number };
}

export interface CourierRules {
  /** Metres a minute that are counted with. */
  metersPerMinute: number;
  /** The most orders that one courier carries. */
  capacity: number;
  /** Seconds that an offer stands. */
  offerSeconds: number;
  /** Seconds without a word from a courier after which nothing is counted on any more. */
  silentSeconds: number;
  /** The same for a courier who has orders in hand; absent: `silentCarryingSeconds` says. */
  silentCarryingSeconds?: number;
}
