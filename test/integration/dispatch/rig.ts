import { inTransaction, type Queryable } from '#db/pool';
import { readDispatchState, type ZoneState } from '#db/deliveries/dispatchState';
import { Delivering, zone } from '../api/delivering';
import { ApiRig } from '../api/rig';

export const startMs = Date.parse('2026-03-02T12:00:00Z');
export const minuteMs = 60_000;
/** Minutes after the start. */
export const at = (minutes: number): number => startMs + minutes * minuteMs;

/** A zone's rows as dispatch has them, with the API before them, on a clock that stands still until a test moves it. */
export class DispatchRig {
  private constructor(
    readonly api: ApiRig,
    readonly world: Delivering,
  ) {}

  static async open(): Promise<DispatchRig> {
    const api = await ApiRig.open();
    api.nowMs = startMs;
    return new DispatchRig(api, new Delivering(api));
  }

  close(): Promise<void> {
    return this.api.close();
  }

  inTx<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    return inTransaction(this.api.database.pool, work);
  }

  state(): Promise<ZoneState> {
    return readDispatchState(this.api.database.pool, zone, this.api.nowMs ?? 0);
  }

  /** IDs of what waits for an offer, in the order in which dispatch has them. */
  async waiting(): Promise<string[]> {
    return (await this.state()).deliveries.map(({ id }) => id);
  }
}
