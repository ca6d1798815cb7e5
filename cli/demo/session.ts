import type { ApiClient } from '../http/client';
import { pause } from '../pause';
import { businessNow, type DemoClock, wallUntil } from './clock';
import type { PublicProgram } from './contract';
import type { Acknowledged } from './journal';
import type { Pace } from './pace';
import type { Place } from './places';
import type { CustomerPlan } from './plan';
import type { Random } from './random';
import type { Reporter } from './reporter';

/** What all customers of one run share. */
export interface DemoRun {
  program: PublicProgram;
  clock: DemoClock;
  pace: Pace;
  reporter: Reporter;
  acknowledged: Acknowledged[];
  /** False: the carrier is a dummy or somebody else's, and nobody tells of a delivery on this clock. */
  parcelsArrive: boolean;
  /** Aborted when the run is over, whether it is through, takes too long or is interrupted. */
  signal: AbortSignal;
}

/** One signed-up customer, and what their part of the demo needs. */
export interface Session {
  run: DemoRun;
  /** `cus_07`: how the log names the customer. */
  name: string;
  api: ApiClient;
  subscriptionId: string;
  plan: CustomerPlan;
  place: Place;
  random: Random;
  /** What the customer waits for; of use when the run takes too long. */
  standing: Set<string>;
}

export function tell({ run, name }: Session, what: string, businessMs: number = businessNow(run.clock)): void {
  run.reporter.event(businessMs, name, what);
}

/** Looks again and again until there is an answer; `waitsFor` is what the customer is said to wait for. */
export async function until<T>(session: Session, waitsFor: string, look: () => Promise<T | null>): Promise<T> {
  const { run, standing } = session;
  standing.add(waitsFor);
  for (;;) {
    const seen = await look();
    if (seen !== null) {
      standing.delete(waitsFor);
      return seen;
    }
    await pause(run.pace.pollMs, run.signal);
  }
}

/** Waits until the business clock shows `businessMs`, so that nobody asks before there can be an answer. */
export async function untilBusiness({ run }: Session, businessMs: number): Promise<void> {
  await waitWall(run, wallUntil(run.clock, businessMs));
}

export async function waitWall({ signal }: DemoRun, wallMs: number): Promise<void> {
  if (wallMs > 0) await pause(wallMs, signal);
}
