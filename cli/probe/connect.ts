import { issueToken } from '#api/http/auth/tokens';
import { SimulatorClient } from '#simulator/client';
import { readEnvironment } from '#workers/config';
import { readRunningStack } from '#dev/stack/runningStack';
import { ApiClient } from '../http/client';
import { apiGiven, noStack } from '../ops/connect';

/** Where a probe goes: how it reaches the API, and the simulator of a stack of this checkout. */
export interface ProbeTarget {
  connect: (signal: AbortSignal) => Promise<ApiClient>;
  /** Null: elsewhere, where couriers are people. */
  local: { apiUrl: string; jwtSecret: string; simulator: SimulatorClient } | null;
}

/** A probe may last as long as a promise, and some. */
const tokenSeconds = 3 * 3_600;
const retries = 3;

/**
 * The API that EVERBOX_API_URL and EVERBOX_TOKEN (a service's or an operator's) name, or else the stack of this checkout.
 * @throws StartError with one sentence when there is neither
 */
export function probeTarget(): ProbeTarget {
  const environment = readEnvironment();
  const given = apiGiven(environment);
  if (given) return { connect: async (signal) => new ApiClient({ ...given, retries, signal }), local: null };
  const stack = readRunningStack(environment);
  if (!stack) throw noStack();
  const { apiUrl, simulatorUrl, secrets } = stack;
  return {
    connect: async (signal) => {
      const token = await issueToken({
        subject: 'everbox-probe',
        role: 'service',
        secret: secrets.jwtSecret,
        ttlSeconds: tokenSeconds,
      });
      return new ApiClient({ apiUrl, token, retries, signal });
    },
    local: {
      apiUrl,
      jwtSecret: secrets.jwtSecret,
      simulator: new SimulatorClient({ url: simulatorUrl, apiKey: secrets.partnerApiKey }),
    },
  };
}
