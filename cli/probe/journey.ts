import type { ApiClient } from '../http/client';
import { ApiProblem } from '../http/problem';
import { pause } from '../pause';
import type { ProbeOptions, ProbeStep } from './contract';

/** A step that did not come out as it must. The message is one sentence. */
export class ProbeFault extends Error {
  override readonly name = 'ProbeFault';
}

/** One probe on its way: who asks, until when, and how long each step took. */
export class Journey {
  readonly stepSeconds: Partial<Record<ProbeStep, number>> = {};
  /** The step that is under way, or was the last. */
  step: ProbeStep = 'signUp';

  constructor(
    readonly api: ApiClient,
    readonly options: ProbeOptions,
    readonly customerId: string,
    readonly signal: AbortSignal,
  ) {}

  async take<T>(step: ProbeStep, work: () => Promise<T>): Promise<T> {
    this.step = step;
    const startedMs = performance.now();
    try {
      return await work();
    } finally {
      this.stepSeconds[step] = Math.round(performance.now() - startedMs) / 1_000;
    }
  }

  /** Looks again and again until there is an answer; what is not there yet (404) is looked for again. */
  async until<T>(look: () => Promise<T | null>): Promise<T> {
    for (;;) {
      const seen = await look().catch((error: unknown) => {
        if (error instanceof ApiProblem && error.status === 404) return null;
        throw error;
      });
      if (seen !== null) return seen;
      await pause(this.options.pollMs, this.signal);
    }
  }
}
