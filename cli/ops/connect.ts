import { issueToken } from '#api/http/auth/tokens';
import type { Environment } from '#domain/environment/environment';
import { readEnvironment } from '#workers/config';
import { readRunningStack } from '#dev/stack/runningStack';
import { StartError } from '#dev/stack/startError';
import { ApiClient } from '../http/client';

/** Long enough for one command, so that a token that leaks is of no use. */
const tokenSeconds = 300;

/** For the help of each command that talks to the API as an operator. */
export const operatorHelp = `
Environment:
  EVERBOX_API_URL  the API to talk to (default: the stack that runs from this checkout)
  EVERBOX_TOKEN    an operator's bearer token for it (see "everbox token --role operator")`;

/**
 * The API as an operator: the one that EVERBOX_API_URL and EVERBOX_TOKEN name, or else the stack of this checkout.
 * @throws StartError with one sentence when there is neither
 */
export async function connectOperator(environment: Environment = readEnvironment()): Promise<ApiClient> {
  const given = apiGiven(environment);
  if (given) return new ApiClient(given);
  const stack = readRunningStack(environment);
  if (!stack) throw noStack();
  const secret = stack.secrets.jwtSecret;
  const subject = 'everbox-cli';
  return new ApiClient({
    apiUrl: stack.apiUrl,
    token: await issueToken({ subject, role: 'operator', secret, ttlSeconds: tokenSeconds }),
  });
}

/** The API that the environment names; undefined when it names none. @throws StartError for half of it */
export function apiGiven(environment: Environment): { apiUrl: string; token: string } | undefined {
  const apiUrl = environment['EVERBOX_API_URL'];
  const token = environment['EVERBOX_TOKEN'];
  if (apiUrl && token) return { apiUrl: httpUrl(apiUrl), token };
  if (!apiUrl && !token) return undefined;
  throw new StartError(
    `EVERBOX_API_URL and EVERBOX_TOKEN go together: set ${apiUrl ? 'EVERBOX_TOKEN' : 'EVERBOX_API_URL'} too.`,
  );
}

export const noStack = (): StartError =>
  new StartError('No stack is running: start one (npm start), or set EVERBOX_API_URL and EVERBOX_TOKEN.');

function httpUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new StartError('EVERBOX_API_URL must be an http:// or https:// URL.');
}
