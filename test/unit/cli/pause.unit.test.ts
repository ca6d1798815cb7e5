import { getEventListeners, getMaxListeners } from 'node:events';
import { pause } from '#cli/pause';

describe('a pause', () => {
  it('of many at once on one signal is no leak, which Node would warn of', async () => {
    const { signal } = new AbortController();
    const waiting = Array.from({ length: 40 }, () => pause(5, signal));
    expect(getEventListeners(signal, 'abort').length).toBeLessThanOrEqual(getMaxListeners(signal));
    await Promise.all(waiting);
  });

  it('ends, with the reason, when the signal is aborted, before or meanwhile', async () => {
    const controller = new AbortController();
    const waiting = pause(60_000, controller.signal);
    controller.abort(new Error('the run is over'));
    await expect(waiting).rejects.toThrow('aborted');
    await expect(pause(60_000, controller.signal)).rejects.toMatchObject({
      cause: new Error('the run is over'),
    });
  });
});
