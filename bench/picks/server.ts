import { createPool } from '#db/pool';
import { PickService } from '#serving/picks/picks';
import { listenForBench } from '../api';

/** The API in a process of its own, so that the client's work is not measured with it. It ends with its parent. */
process.once('message', (start: { databaseUrl: string }) => void serve(start));
process.once('disconnect', () => process.exit(0));

async function serve({ databaseUrl }: { databaseUrl: string }): Promise<void> {
  const db = createPool(databaseUrl);
  const picks = new PickService(db);
  picks.start();
  process.send?.((await listenForBench(db, { picks })).url);
}
