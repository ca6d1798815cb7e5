import type { CourierApi } from './courierApi';
import type { PhoneMemory, PhoneState } from './memory';
import type { FleetRules, PhoneSetting, Place } from './setting';
import { onTheWay, wayMs } from './travel';
import { minuteMs } from '#domain/time';

/** What a courier needs at a counter or a door, ms at a real courier's pace. */
const atStopMs = minuteMs;

export interface PhoneParts {
  rules: FleetRules;
  api: CourierApi;
  memory: PhoneMemory;
  signal: AbortSignal;
  /** Rejects when the signal is aborted. */
  sleep: (ms: number) => Promise<void>;
  /** Wall time, ms since the epoch. */
  now: () => number;
}

/** Being on shift: what a courier does between and beneath all jobs. On the road, and heard of. */
export class Duty {
  onShift = false;
  private locatedAtMs = 0;
  private askedPlaceAtMs = 0;
  private suggested: Place | null = null;

  constructor(
    private readonly setting: PhoneSetting,
    private readonly state: PhoneState,
    private readonly parts: PhoneParts,
  ) {}

  async begin(): Promise<void> {
    const { zoneId, capacity } = this.setting;
    const untilMs = this.parts.now() + this.parts.rules.shiftMinutes * minuteMs;
    await this.insist(() => this.parts.api.goOnShift({ zoneId, capacity, untilMs }));
    await this.insist(() => this.parts.api.locate(this.state.place, this.parts.now()));
    this.onShift = true;
  }

  async travelTo(to: Place): Promise<void> {
    const from = this.state.place;
    const wholeMs = wayMs(from, to, this.setting.behaviour);
    const startedAtMs = this.parts.now();
    for (let goneMs = 0; goneMs < wholeMs; goneMs = this.parts.now() - startedAtMs) {
      await this.parts.sleep(Math.min(this.parts.rules.locateMs, wholeMs - goneMs));
      this.state.place = onTheWay(from, to, Math.min(1, (this.parts.now() - startedAtMs) / wholeMs));
      await this.locate();
    }
    this.state.place = to;
    await this.locate(true);
    await this.parts.sleep(atStopMs / this.setting.behaviour.timeScale);
  }

  /** A word on where the courier is, when it is time for one. One that is lost does not matter: the next one comes. */
  async locate(now = false): Promise<void> {
    const nowMs = this.parts.now();
    if (!now && nowMs - this.locatedAtMs < this.parts.rules.locateMs) return;
    this.locatedAtMs = nowMs;
    const heard = await this.parts.api.locate(this.state.place, nowMs).catch(() => undefined);
    if (heard === 'offShift') await this.begin();
  }

  /**
   * A pause of an idle courier, who rides towards the place that is suggested meanwhile: never further than until the
   * next look at the offers, so that the ride costs no order.
   */
  async wait(): Promise<void> {
    const to = await this.suggestedPlace();
    await this.pause();
    if (to === null) return;
    const leftMs = wayMs(this.state.place, to, this.setting.behaviour);
    this.state.place =
      leftMs <= this.parts.rules.pollMs ? to : onTheWay(this.state.place, to, this.parts.rules.pollMs / leftMs);
  }

  /** Asked for as often as a place is told. An answer that is lost does not matter. */
  private async suggestedPlace(): Promise<Place | null> {
    const nowMs = this.parts.now();
    if (nowMs - this.askedPlaceAtMs < this.parts.rules.locateMs) return this.suggested;
    this.askedPlaceAtMs = nowMs;
    this.suggested = await this.parts.api.suggestedPlace().catch(() => this.suggested);
    return this.suggested;
  }

  pause(): Promise<void> {
    return this.parts.sleep(this.parts.rules.pollMs);
  }

  /** Asks until there is an answer: a courier in a tunnel does not lose the job. */
  async insist<T>(ask: () => Promise<T>): Promise<T> {
    for (;;) {
      this.parts.signal.throwIfAborted();
      try {
        return await ask();
      } catch {
        await this.pause();
      }
    }
  }
}
