import { setTimeout as sleep } from 'node:timers/promises';
import type { SimulatorClient } from '#simulator/client';

/** Resolves once no simulated courier is off shift. @throws when the signal is aborted before */
export async function waitUntilOnShift(simulator: SimulatorClient, signal: AbortSignal): Promise<void> {
  for (;;) {
    const waiting = (await simulator.couriers()).filter(({ state }) => state === 'offShift').length;
    if (waiting === 0) return;
    if (signal.aborted) throw new Error(`${waiting} couriers could not go on shift`);
    await sleep(250);
  }
}
