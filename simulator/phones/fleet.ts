import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { SimulatorLogger } from '../logger';
import type { CourierApi } from './courierApi';
import { Phone } from './phone';
import type { FleetSetting } from './setting';
import { loadFleet, memoryOf, replaceFleet, type StoredPhone } from './store';
import type { PhoneView } from './views';

type ApiOf = (phone: Pick<StoredPhone, 'rules' | 'setting'>) => CourierApi;

/** All phones that are switched on. They are in the simulator's tables: after a restart each goes on where it was. */
export class Fleet {
  private phones: { courierId: string; phone: Phone }[] = [];
  private lives: Promise<unknown> = Promise.resolve();
  private running = new AbortController();

  constructor(
    private readonly pool: Pool,
    private readonly apiOf: ApiOf,
    private readonly logger: SimulatorLogger,
  ) {}

  /** Switches on what the last process had on. */
  async resume(): Promise<void> {
    this.start(await loadFleet(this.pool));
  }

  /** Puts this fleet in the place of any other; one without couriers switches all phones off. */
  async replace(setting: FleetSetting): Promise<void> {
    await this.stop();
    this.start(await replaceFleet(this.pool, setting));
  }

  /** Ends what phones are doing; their jobs are stored. */
  async stop(): Promise<void> {
    this.running.abort();
    await this.lives;
    this.phones = [];
  }

  views(): PhoneView[] {
    return this.phones.map(({ courierId, phone: { state, standing } }) => {
      const { accepted, declined, tooLate, handedOver } = state;
      return { courierId, state: standing, accepted, declined, tooLate, handedOver };
    });
  }

  private start(stored: StoredPhone[]): void {
    this.running = new AbortController();
    const { signal } = this.running;
    // Every phone waits for it.
    setMaxListeners(0, signal);
    this.phones = stored.map((each) => {
      const { rules, setting, state } = each;
      const phone = new Phone(setting, state, {
        rules,
        signal,
        api: this.apiOf(each),
        memory: memoryOf(this.pool, setting.id),
        sleep: (ms) => sleep(ms, undefined, { signal }),
        now: Date.now,
      });
      return { courierId: setting.id, phone };
    });
    this.lives = Promise.all(this.phones.map((each) => this.keepAlive(each, signal)));
    if (stored.length > 0) this.logger.info({ phones: stored.length }, "couriers' phones are on");
  }

  private async keepAlive({ courierId, phone }: { courierId: string; phone: Phone }, signal: AbortSignal) {
    try {
      await phone.live();
    } catch (error) {
      if (!signal.aborted) this.logger.error({ err: error, courierId }, "a courier's phone broke");
    }
  }
}
