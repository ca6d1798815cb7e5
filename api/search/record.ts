import { searchEvent } from '#domain/events/search';
import type { NewEvent } from '#domain/events/types';
import { armsOf } from '#domain/experiments/assign';
import type { SearchAnswer, SearchRequest } from '#serving/search/service';
import type { Events } from '#usecases/events/take';
import type { FrequentTexts } from './frequentTexts';
import type { SearchMetrics } from './metrics';

/** A search as it was answered. */
export interface Answered {
  searchId: string;
  request: SearchRequest;
  answer: SearchAnswer;
  /** Business time, ms. */
  atMs: number;
}

/** How long an event may wait for others, ms: a commit of each search would cost more than the search. */
const gatherMs = 500;
/** What waits while the database does not take it; more is let go, and counted. */
const mostWaiting = 2_000;

/**
 * Records that a customer searched: one event of a search, with its first page, beside the answer and never in its way.
 * Of who turned personalization off, for this search or for good, nothing is recorded but that there was a search
 * (`everbox_search_duration_seconds`).
 */
export class SearchRecorder {
  private waiting: NewEvent[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly events: Events,
    private readonly texts: FrequentTexts,
    private readonly metrics: SearchMetrics,
  ) {}

  record({ searchId, request, answer, atMs }: Answered): void {
    const { customerId, programId, sessionId, personalized, query } = request;
    const { page, taste, program } = answer;
    if (customerId === null || !personalized || !taste.wanted || query.text === '') return;
    this.texts.count(programId, query.text, customerId);
    if (this.waiting.length >= mostWaiting) {
      this.metrics.unrecorded.inc();
      return;
    }
    const about = { searchId, customerId, programId, sessionId, query: query.text };
    const arms = armsOf(program.experiments, customerId, atMs);
    // What is popular is shown instead of nothing.
    const results = page.fallback === 'popular' ? 0 : page.total;
    this.waiting.push(searchEvent({ ...about, results, personalized: taste.profile !== null, arms }, atMs));
    this.timer ??= setTimeout(() => void this.flush(), gatherMs).unref();
  }

  /** Stores what waits; resolves also when that failed, which is counted. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const events = this.waiting;
    this.waiting = [];
    if (events.length === 0) return;
    try {
      this.events.intake.requireRoom(events.length);
      await this.events.intake.add({ events: events.map((event) => ({ ...event, source: 'everbox' })), dead: [] });
    } catch {
      this.metrics.unrecorded.inc(events.length);
    }
  }
}
