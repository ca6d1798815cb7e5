import { z } from 'zod';
import { testClock } from '#contract/ops';
import { program as programSchema } from '#contract/program';
import type { SimulatorClient } from '#simulator/client';
import type { ApiClient } from '../http/client';
import type { DemoClock } from './clock';
import type { PublicProgram } from './contract';
import { badDay } from './faults';
import type { Pace } from './pace';

const programList = z.object({ items: z.array(programSchema) });

/** What a run sets up around its customers, and takes away again. */
export interface Stage {
  clock: DemoClock;
  /** Puts everything back; safe to call when parts of it are gone already. */
  strike(): Promise<void>;
}

export interface StageOptions {
  faults: boolean;
  /** Leaves the test clock and its Schedule. */
  keep: boolean;
}

/** @throws Error that names the programs that there are */
export async function findProgram(operator: ApiClient, programId: string): Promise<PublicProgram> {
  const { items } = await operator.send({ method: 'GET', path: '/v1/programs', answer: programList });
  const found = items.find(({ id }) => id === programId);
  if (found) return found;
  throw new Error(`there is no program ${programId}; there are: ${items.map(({ id }) => id).join(', ') || 'none'}`);
}

/** Starts a test clock, and sets how long the simulator's parcels take. What fails half way is taken back. */
export async function setStage(
  operator: ApiClient,
  simulator: SimulatorClient,
  { id: programId }: PublicProgram,
  { speed, transitMs }: Pace,
  { faults, keep }: StageOptions,
): Promise<Stage> {
  const undo: (() => Promise<unknown>)[] = [];
  const strike = async (): Promise<void> => {
    // Each for itself: an API that is gone must not keep the simulator from being put back.
    const results = await Promise.allSettled(undo.splice(0).map((each) => each()));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  };
  try {
    const before = await simulator.settings({});
    undo.push(() => simulator.settings({ transitMs: before.transitMs }));
    await simulator.settings({ transitMs });
    if (faults) {
      undo.push(() => simulator.clearFaults());
      await simulator.setFaults(badDay);
    }
    const body = { programId, speed };
    const created = await operator.send({ method: 'POST', path: '/v1/ops/test-clocks', body, answer: testClock });
    const path = `/v1/ops/test-clocks/${created.id}`;
    if (!keep) undo.push(() => operator.send({ method: 'DELETE', path, answer: testClock }));
    return { clock: clockOf(created), strike };
  } catch (error) {
    await strike().catch(() => undefined); // the first failure is the one to tell of
    throw error;
  }
}

/** A test clock starts with the wall's time of that moment. */
function clockOf({ id, startedAt, speed }: { id: string; startedAt: string; speed: number }): DemoClock {
  const originMs = Date.parse(startedAt);
  return { id, clock: { originWallMs: originMs, originBusinessMs: originMs, speed } };
}
