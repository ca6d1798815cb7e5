import { issueToken } from '#api/http/auth/tokens';
import type { Partner } from '#facade/ports/index';
import { ApiClient } from '../http/client';

export interface DemoOptions {
  customers: number;
  /** Cycles that each customer goes through. */
  cycles: number;
  programId: string;
  /** The same seed gives the same customers with the same wishes. */
  seed: number;
  /** Lets partners fail, time out after the effect, be slow and repeat themselves. */
  faults: boolean;
  /** Leaves the subscriptions (paused) and the test clock to be looked at. */
  keep: boolean;
  /** Wall ms after which a run that is not through has failed; absent: see `paceOf`. */
  limitMs?: number;
}

/** A running Everbox, its partners and its Temporal. */
export interface DemoTarget {
  apiUrl: string;
  jwtSecret: string;
  simulatorUrl: string;
  simulatorApiKey: string;
  temporalAddress: string;
  namespace: string;
  /** Partners of whom the simulator's ledger has nothing: what they did cannot be counted. */
  notSimulated: readonly Partner[];
}

/** Requests are repeated for some ten seconds: long enough for an API that restarts. */
const retries = 8;
const tokenSeconds = 6 * 3600; // longer than any demo

/** The target's API as somebody. */
export async function apiOf(
  { apiUrl, jwtSecret }: DemoTarget,
  role: 'customer' | 'operator',
  subject: string,
  signal?: AbortSignal,
): Promise<ApiClient> {
  const token = await issueToken({ role, subject, secret: jwtSecret, ttlSeconds: tokenSeconds });
  return new ApiClient({ apiUrl, token, retries, ...(signal ? { signal } : {}) });
}
