import { pageText } from '#api/resources/search';
import { createPool } from '#db/pool';
import { SearchService } from '#serving/search/service';
import { listenForBench } from '../api';

/** The API in a process of its own, so that the client's work is not measured with it. It ends with its parent. */
process.once('message', (start: { databaseUrl: string }) => void serve(start));
process.once('disconnect', () => process.exit(0));

async function serve({ databaseUrl }: { databaseUrl: string }): Promise<void> {
  const db = createPool(databaseUrl);
  const search = new SearchService(db, pageText);
  const { url } = await listenForBench(db, { search });
  search.start();
  process.send?.(url);
}
