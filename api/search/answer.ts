import type { z } from 'zod';
import { IndexNotReady } from '#serving/search/indexKeeper';
import { questionOf } from '#serving/search/question';
import type { SearchAnswer as ServedAnswer, SearchLayer, SearchRequest } from '#serving/search/service';
import type { ApiContext, Caller } from '../http/context';
import { JsonText } from '../http/endpoint';
import { newSearchId } from '#usecases/newIds';
import { customerOf } from '../http/ownership';
import { noSuch } from '#usecases/noSuch';
import { unavailable } from '../http/problems';
import type { searchAnswer, SearchParameters } from '#contract/search';
import type { PagePosition } from './cursor';
import { personalizationOf } from './personalization';
import { requestOf } from './request';
import type { PageResource } from '../resources/search';

/** What differs in the answers to two who are given the same page. */
type OwnPart = Omit<z.output<typeof searchAnswer>, keyof PageResource>;

/** Answers a search, and records it without waiting for that. */
export async function answerSearch(
  { search, now }: Pick<ApiContext, 'search' | 'now'>,
  parameters: SearchParameters,
  caller: Caller,
): Promise<{ body: JsonText; layer: SearchLayer }> {
  const startedMs = performance.now();
  const atMs = now();
  const first = requestOf(parameters, whose(caller, parameters.customerId));
  const asked = askedBy(first);
  const position = search.cursors.read(asked, parameters.cursor);
  const request = position ? pageAt(first, position) : first;
  const found = await find(search.service, request, atMs);
  const { page, layer, taste } = found;
  const searchId = position?.searchId ?? newSearchId();
  if (!position) search.recorder.record({ searchId, request, answer: found, atMs });
  const tasteAsOf = position ? position.tasteAsOf : taste.asOf;
  const next = page.next && { after: page.next, shown: request.shown + page.hits, searchId, tasteAsOf };
  const own: OwnPart = {
    programId: request.programId,
    personalization: personalizationOf(parameters, request, found),
    searchId,
    query: request.query.text,
    next: next && search.cursors.write(asked, next),
  };
  const seconds = (performance.now() - startedMs) / 1_000;
  search.metrics.seconds.observe({ layer, personalized: String(taste.profile !== null) }, seconds);
  return { body: new JsonText(`${JSON.stringify(own).slice(0, -1)},${page.text}}`), layer };
}

/** With the taste of the first page: what the customer opened on it must not move items to where they will not see them. */
const pageAt = (first: SearchRequest, { after, shown, tasteAsOf }: PagePosition): SearchRequest => ({
  ...first,
  query: { ...first.query, after },
  tasteAsOf,
  shown,
});

/** A customer searches for themselves; others for whom they name, or for nobody in particular. */
const whose = (caller: Caller, named: string | undefined): string | null =>
  caller.role !== 'customer' && named === undefined ? null : customerOf(caller, named, 'query');

/** All that must be the same from page to page; how many are on one may change. */
function askedBy({ programId, customerId, personalized, query }: SearchRequest): string {
  return JSON.stringify([programId, customerId, personalized, questionOf({ ...query, limit: 1, after: null })]);
}

async function find(
  service: { search(request: SearchRequest, nowMs: number): Promise<ServedAnswer | null> },
  request: SearchRequest,
  nowMs: number,
): Promise<ServedAnswer> {
  try {
    const found = await service.search(request, nowMs);
    if (found) return found;
  } catch (error) {
    if (error instanceof IndexNotReady) throw unavailable('the search index is being built; try again in a moment');
    throw error;
  }
  throw noSuch('program', request.programId);
}
