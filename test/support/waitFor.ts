/**
 * Asks again until there is an answer. Throws after `timeoutMs`, naming what was waited for and the last error: long, so
 * that a busy machine is no fault, and below the runner's own limit, which would not say what was waited for.
 */
export async function waitFor<T>(what: string, ask: () => Promise<T | undefined>, timeoutMs = 100_000): Promise<T> {
  const until = Date.now() + timeoutMs;
  let lastError: Error | undefined;
  while (Date.now() < until) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
      lastError = undefined;
    } catch (error) {
      lastError = error instanceof Error ? error : new Error('not an Error', { cause: error });
    }
    await sleep(50);
  }
  throw new Error(`waited ${timeoutMs} ms for ${what}${lastError ? `: ${lastError.message}` : ''}`);
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
