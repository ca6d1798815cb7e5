import { createClient } from '@redis/client';

/** What several processes may keep together. It is only ever a short cut: a fault is a miss. */
export interface SharedCache {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
  close(): Promise<void>;
}

/** Live rankings cost a few milliseconds: a cache that takes longer than this to answer is of no use. */
const answerWithinMs = 50;
/** Keys name model and activity, so that a stale one is never asked for; this only lets it go. */
const keptSeconds = 3_600;

/** Valkey or Redis at a URL. While it is away, it answers nothing, and requests go on without it. */
export function openSharedCache(url: string, onFault: (error: Error) => void = () => undefined): SharedCache {
  const client = createClient({
    url,
    disableOfflineQueue: true, // while it is away, a command fails at once instead of waiting
    socket: { connectTimeout: 2_000, reconnectStrategy: (retries: number) => Math.min(30_000, 250 * 2 ** retries) },
  });
  client.on('error', onFault);
  void client.connect().catch(() => undefined);
  return {
    get: (key) => inTime(client.get(key)),
    set: async (key, value) => {
      await inTime(client.set(key, value, { expiration: { type: 'EX', value: keptSeconds } }));
    },
    close: async () => {
      client.destroy();
    },
  };
}

/** The answer, or null when it failed or did not come in time. */
async function inTime<T>(answer: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), answerWithinMs);
  });
  try {
    return await Promise.race([answer.catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}
