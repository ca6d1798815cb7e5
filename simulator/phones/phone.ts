import type { PhoneOffer, Proof } from './courierApi';
import { decide } from './decisions';
import { Duty, type PhoneParts } from './duty';
import type { Job, PhoneState, Stop } from './memory';
import type { PhoneSetting } from './setting';

/**
 * One courier's phone, and the courier who holds it: goes on shift, tells where it is, answers offers, and does the
 * jobs that it won.
 *
 *   idle (rides to where it is told that orders are expected) ─accepts▶ to the station ─packed, picked up▶ to each door in turn ─handed over▶ idle
 *            └──────── vanishes: not another word, whatever it carries
 *
 * Every step is stored before the next one begins; a phone that starts again goes on with its job.
 */
export class Phone {
  private readonly duty: Duty;

  constructor(
    private readonly setting: PhoneSetting,
    readonly state: PhoneState,
    private readonly parts: PhoneParts,
  ) {
    this.duty = new Duty(setting, state, parts);
  }

  /** What the courier is doing now. */
  get standing(): 'offShift' | 'idle' | 'working' | 'vanished' {
    if (this.state.vanished) return 'vanished';
    if (!this.duty.onShift) return 'offShift';
    return this.state.job ? 'working' : 'idle';
  }

  /** Ends when the signal is aborted, or the courier has vanished. */
  async live(): Promise<void> {
    if (this.state.vanished) return;
    await this.duty.begin();
    while (!this.parts.signal.aborted && !this.state.vanished) {
      const { job } = this.state;
      if (job) await this.work(job);
      else await this.look();
    }
  }

  /** Asks for offers once, and goes on with what is ours already, or answers the first. */
  private async look(): Promise<void> {
    await this.duty.locate();
    const offers = await this.duty.insist(() => this.parts.api.offers());
    const own = offers.find(({ state }) => state === 'accepted');
    const open = offers.find(({ state }) => state === 'open');
    if (!own && open) return this.answer(open);
    if (!own) return this.duty.wait();
    await this.duty.pause();
    // A job that this phone does not know of: the simulator's tables were lost, or its last word was not heard.
    await this.take({ offerId: own.id, confirmed: true, stops: own.stops, onBoard: own.onBoard });
  }

  private async answer(offer: PhoneOffer): Promise<void> {
    const { id, behaviour } = this.setting;
    await this.parts.sleep(behaviour.acceptAfterMs);
    if (!decide(this.parts.rules.seed, id, offer.id, behaviour).accepts) {
      await this.duty.insist(() => this.parts.api.decline(offer.id));
      this.state.declined += 1;
      return this.save();
    }
    // Stored before it is said: a simulator that dies in between asks again, and does not forget a job that it won.
    await this.take({ offerId: offer.id, confirmed: false, stops: offer.stops, onBoard: [] });
  }

  private take(job: Job): Promise<void> {
    this.state.job = job;
    return this.save();
  }

  private async work(job: Job): Promise<void> {
    if (!job.confirmed && !(await this.confirm(job))) return;
    const { vanishes } = decide(this.parts.rules.seed, this.setting.id, job.offerId, this.setting.behaviour);
    if (vanishes === 'beforePickup') return this.vanish();
    await this.collect(job);
    if (vanishes === 'onTheWay' && job.onBoard.length > 0) return this.vanish();
    for (const stop of job.stops) await this.deliver(job, stop);
    this.state.job = null;
    await this.save();
  }

  private async confirm(job: Job): Promise<boolean> {
    const won = (await this.duty.insist(() => this.parts.api.accept(job.offerId))) === 'accepted';
    if (won) {
      job.confirmed = true;
      this.state.accepted += 1;
    } else {
      this.state.job = null;
      this.state.tooLate += 1;
    }
    await this.save();
    return won;
  }

  /** Takes each order on board as soon as it is packed; one that is no longer ours is left. */
  private async collect(job: Job): Promise<void> {
    for (const stop of job.stops.filter(({ deliveryId }) => !job.onBoard.includes(deliveryId))) {
      await this.duty.travelTo(stop.station);
      let picked = await this.duty.insist(() => this.parts.api.pickUp(stop.deliveryId));
      while (picked === 'notReady') {
        await this.duty.pause();
        await this.duty.locate();
        picked = await this.duty.insist(() => this.parts.api.pickUp(stop.deliveryId));
      }
      if (picked === 'pickedUp') {
        await this.duty.insist(() => this.parts.memory.visit(stop.deliveryId, 'pickedUp'));
        job.onBoard.push(stop.deliveryId);
      } else {
        remove(job, stop);
      }
      await this.save();
    }
  }

  private async deliver(job: Job, stop: Stop): Promise<void> {
    await this.duty.travelTo(stop.place);
    const { deliveryId } = stop;
    const code = await this.duty.insist(() => this.parts.memory.codeAt(deliveryId));
    // Written down first: the customer has it in hand, whatever Everbox says to that.
    await this.duty.insist(() => this.parts.memory.visit(deliveryId, 'handedOver'));
    const proof: Proof =
      code === null ? { kind: 'photo', value: `photo-${deliveryId}` } : { kind: 'code', value: code };
    while ((await this.duty.insist(() => this.parts.api.dropOff(deliveryId, proof))) === 'notThere') {
      await this.duty.pause();
      await this.duty.locate(true);
    }
    this.state.handedOver += 1;
    remove(job, stop);
    await this.save();
  }

  private vanish(): Promise<void> {
    this.state.vanished = true;
    return this.save();
  }

  private save(): Promise<void> {
    return this.duty.insist(() => this.parts.memory.save(this.state));
  }
}

function remove(job: Job, stop: Stop): void {
  job.stops = job.stops.filter((other) => other !== stop);
  job.onBoard = job.onBoard.filter((deliveryId) => deliveryId !== stop.deliveryId);
}
