import { sleep } from './waitFor';

/**
 * Asks as a client of a busy API does: again after a 503, which says that nothing was done. A hundred requests at once may
 * wait longer for one of a few connections than the API lets them.
 */
export async function patiently<T extends { status: number }>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 503) return answer;
    await sleep(200);
  }
}
