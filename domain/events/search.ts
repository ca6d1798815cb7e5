import type { ArmsByExperiment } from '../experiments/assign';
import { ownEventId } from '../ids';
import type { NewEvent } from './types';

/** A search that was answered: one page after another of the same list is one search. */
export interface AnsweredSearch {
  /** Made by the server for the first page, and in its answer: clicks name it. */
  searchId: string;
  customerId: string;
  programId: string;
  sessionId: string | null;
  /** As it was typed, cut to what an event may hold. */
  query: string;
  /** How many items were found, of all pages. */
  results: number;
  /** Did taste have a part in the order? */
  personalized: boolean;
  /** The customer's arm of each experiment that runs. */
  arms: ArmsByExperiment;
}

/** As an event: what the metrics of search count (docs/metrics.md). Of who has personalization off none is kept. */
export function searchEvent(search: AnsweredSearch, atMs: number): NewEvent {
  const { searchId, customerId, programId, sessionId, query, results, personalized, arms } = search;
  return {
    id: ownEventId(searchId, 'search'),
    kind: 'search',
    customerId,
    programId,
    sku: null,
    subscriptionId: null,
    sessionId,
    occurredAtMs: atMs,
    data: { query: storable(query), searchId, results, personalized, arms },
  };
}

const longestQuery = 200;

/** Whole characters that JSON in Postgres can hold: no NUL, and no half of a surrogate pair. */
const storable = (text: string): string =>
  Array.from(text.slice(0, 2 * longestQuery))
    .slice(0, longestQuery)
    .join('')
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ');
