import { trainCandidate } from '#activities/model/trainCandidate';
import { createPool } from '#db/pool';
import type { TrainerMessage, TrainerRequest } from '../training';

/** One training: takes the request of the worker that forked this process, and ends with it. */
process.once('message', (request: TrainerRequest) => void run(request));
process.once('disconnect', () => process.exit(1));

async function run({ databaseUrl, files, ...request }: TrainerRequest): Promise<void> {
  const db = createPool(databaseUrl, 2);
  try {
    const report = (customers: number): void => say({ kind: 'progress', customers });
    const outcome = await trainCandidate(files)(db, request, report, new AbortController().signal);
    say({ kind: 'trained', outcome });
  } catch (error) {
    say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  } finally {
    await db.end();
    process.disconnect();
  }
}

const say = (message: TrainerMessage): void => void process.send?.(message);
