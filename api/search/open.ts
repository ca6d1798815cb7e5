import type { Database } from '#db/pool';
import { SearchService } from '#serving/search/service';
import type { Events } from '#usecases/events/take';
import { Cursors } from './cursor';
import { FrequentTexts } from './frequentTexts';
import type { SearchMetrics } from './metrics';
import { SearchRecorder } from './record';
import { pageText } from '../resources/search';

interface SearchDependencies {
  db: Database;
  events: Events;
  metrics: SearchMetrics;
  secret: string;
  /** Whoever made it starts and stops it. Left out: one that asks the database at every request. */
  service?: SearchService | undefined;
}

/** How often counts of texts are written, ms. */
const flushEveryMs = 30_000;

/** What the search endpoint works with. */
export class Search {
  readonly service: SearchService;
  readonly cursors: Cursors;
  readonly recorder: SearchRecorder;
  readonly metrics: SearchMetrics;
  private readonly texts = new FrequentTexts();
  private readonly timer: NodeJS.Timeout;

  constructor({ db, events, metrics, secret, service = new SearchService(db, pageText) }: SearchDependencies) {
    this.service = service;
    this.cursors = new Cursors(secret);
    this.metrics = metrics;
    metrics.watch(service.indexes);
    this.recorder = new SearchRecorder(events, this.texts, this.metrics);
    this.timer = setInterval(() => void this.texts.flush(db), flushEveryMs).unref();
  }

  /** Stores the searches of the last moment; what was counted of texts is a hint less. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.recorder.flush();
  }
}
