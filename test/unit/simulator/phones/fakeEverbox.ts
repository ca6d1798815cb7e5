import type { CourierApi, PhoneOffer, Proof } from '#simulator/phones/courierApi';
import { newPhone, type PhoneMemory, type PhoneState, type Stop } from '#simulator/phones/memory';
import { Phone } from '#simulator/phones/phone';
import type { FleetRules, PhoneSetting, Place } from '#simulator/phones/setting';

export const station = { lat: 53.8, lng: -1.55 };
export const door = { lat: 53.81, lng: -1.55 };
export const stop = (deliveryId: string): Stop => ({ deliveryId, station, place: door });
export const offer = (id: string, ...deliveryIds: string[]): PhoneOffer => {
  return { id, state: 'open', stops: deliveryIds.map(stop), onBoard: [] };
};

const rules: FleetRules = { apiUrl: 'http://everbox', seed: 'seed', pollMs: 100, locateMs: 1_000, shiftMinutes: 60 };
const setting: PhoneSetting = {
  id: 'courier-1',
  token: 'token',
  zoneId: 'leeds',
  place: station,
  capacity: 2,
  behaviour: { declines: 0, vanishes: 0, speedMetersPerMinute: 240, acceptAfterMs: 10, timeScale: 10 },
};

/** How long a phone lives: its rides take five minutes at most, and the last offer comes before the first of them. */
const livesMs = 10 * 60_000;

/** An Everbox that says yes to everything, a memory, and a clock that moves as fast as it is asked to. */
export class FakeEverbox {
  nowMs = 0;
  said: string[] = [];
  offers: PhoneOffer[] = [];
  suggested: Place | null = null;
  /** Where the phone said that it was. */
  places: Place[] = [];
  /** Answers in the order in which they are asked for; then the usual one. */
  readonly accepts: ('accepted' | 'gone')[] = [];
  readonly pickUps: ('pickedUp' | 'notReady' | 'gone')[] = [];
  readonly faults: string[] = [];
  readonly codes = new Map<string, string>();
  saved: PhoneState[] = [];
  visits: string[] = [];
  private later: { atMs: number; offer: PhoneOffer } | undefined;
  private readonly stopped = new AbortController();

  /** Lets a phone live for a while from now, or until it has vanished. */
  async live(change: Partial<PhoneSetting['behaviour']> = {}, state: PhoneState = newPhone(station)): Promise<Phone> {
    const endsAtMs = this.nowMs + livesMs;
    const mine = { ...setting, behaviour: { ...setting.behaviour, ...change } };
    const phone = new Phone(mine, state, {
      rules,
      api: this.api(),
      memory: this.memory(),
      signal: this.stopped.signal,
      sleep: async (ms) => {
        this.nowMs += ms;
        if (this.nowMs > endsAtMs) this.stopped.abort();
        this.stopped.signal.throwIfAborted();
      },
      now: () => this.nowMs,
    });
    await phone.live().catch((error: unknown) => {
      if (!this.stopped.signal.aborted) throw error;
    });
    return phone;
  }

  comesAt(atMs: number, comes: PhoneOffer): void {
    this.later = { atMs, offer: comes };
  }

  private say(what: string): void {
    this.said.push(what);
    const fault = this.faults.indexOf(what);
    if (fault < 0) return;
    this.faults.splice(fault, 1);
    throw new Error('no answer');
  }

  private api(): CourierApi {
    return {
      goOnShift: async () => this.say('shift'),
      locate: async (place) => {
        this.places.push(place);
        return 'taken';
      },
      offers: async () => {
        if (this.later && this.nowMs >= this.later.atMs) {
          this.offers.push(this.later.offer);
          this.later = undefined;
        }
        return this.offers.splice(0);
      },
      suggestedPlace: async () => {
        if (this.faults.includes('suggestedPlace')) throw new Error('no answer');
        return this.suggested;
      },
      accept: async (id) => {
        this.say(`accept ${id}`);
        return this.accepts.shift() ?? 'accepted';
      },
      decline: async (id) => this.say(`decline ${id}`),
      pickUp: async (id) => {
        this.say(`pickUp ${id}`);
        return this.pickUps.shift() ?? 'pickedUp';
      },
      dropOff: async (id, proof: Proof) => {
        this.say(`dropOff ${id} ${proof.kind}:${proof.value}`);
        return 'delivered';
      },
    };
  }

  private memory(): PhoneMemory {
    return {
      save: async (state) => void this.saved.push(structuredClone(state)),
      visit: async (deliveryId, kind) => void this.visits.push(`${kind} ${deliveryId}`),
      codeAt: async (deliveryId) => this.codes.get(deliveryId) ?? null,
    };
  }
}
