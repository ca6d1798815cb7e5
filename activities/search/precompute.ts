import { Context } from '@temporalio/activity';
import {
  dropOldSearchAnswers,
  everybody,
  type HomeCustomer,
  listAnsweredQuestions,
  listHomeCustomers,
  type NewAnswer,
  storeSearchAnswers,
} from '#db/search/searchAnswers';
import { dropOldSearchChanges } from '#db/search/searchCatalog';
import { dropOldSearchTexts, listFrequentTexts } from '#db/search/searchTexts';
import type { ProgramIndex } from '#serving/search/programIndex';
import { plainQuery, questionOf } from '#serving/search/question';
import { inSlices } from '#serving/search/slices';
import { noTaste, type Taste, tasteCounts, tasteless, tasteOf } from '#serving/search/tastes';
import { readTaste } from '#serving/search/readTaste';
import { learningOf } from '#domain/program/learning';
import type { SearchRefreshResult } from '#workflows/searchRefresh/messages';
import type { Dependencies } from '../dependencies';

/** Texts whose first page is worked out ahead, most frequent first. */
const frequentTexts = 200;
/** Home pages stored at once; also the span between two heartbeats: a second at the default rate. */
const pageSize = 100;
const home = questionOf(plainQuery(''));

interface Progress {
  /** The last customer whose home page is done. */
  after: string;
  homes: number;
}

/**
 * Works out ahead what many search for, and the home page of each active customer, at no more than the program's rate. What
 * still holds from the last time is left as it is. A worker that dies goes on from its last heartbeat. Safe to run again: an
 * answer replaces the one before, and one that is stale by the time it is stored says so by content and taste.
 */
export async function precomputeSearches(
  { db, searchIndexes }: Dependencies,
  { programId }: { programId: string },
): Promise<SearchRefreshResult> {
  const context = Context.current();
  let { after, homes } = (context.info.heartbeatDetails as Progress | undefined) ?? { after: '', homes: 0 };
  const queries = await answerFrequent({ db, searchIndexes }, programId);
  for (;;) {
    const startedAtMs = Date.now();
    // Anew for each page: it follows the catalog, so that what is stored late is not stale from the start.
    const index = await searchIndexes.of(programId);
    if (!index) break;
    const page = await listHomeCustomers(db, programId, home, after, pageSize);
    const answers: NewAnswer[] = [];
    for (const customer of page) {
      const answer = await homeOf(db, index, programId, customer);
      if (answer) answers.push(answer);
    }
    await storeSearchAnswers(db, answers);
    const last = page.at(-1);
    if (!last) break;
    after = last.customerId;
    homes += answers.length;
    context.heartbeat({ after, homes } satisfies Progress);
    const { rankingsPerSecond } = learningOf(index.program);
    await context.sleep(Math.max(0, (page.length / rankingsPerSecond) * 1_000 - (Date.now() - startedAtMs)));
  }
  await tidy(db);
  return { queries, homes };
}

async function answerFrequent(
  { db, searchIndexes }: Pick<Dependencies, 'db' | 'searchIndexes'>,
  programId: string,
): Promise<number> {
  const index = await searchIndexes.of(programId);
  if (!index) return 0;
  const texts = new Set(['', ...(await listFrequentTexts(db, programId, frequentTexts))]);
  const answered = new Set(await listAnsweredQuestions(db, programId, index.content));
  const missing = [...texts].filter((text) => !answered.has(questionOf(plainQuery(text))));
  const answers: NewAnswer[] = [];
  await inSlices(missing, (text) => void answers.push(answerOf(index, programId, everybody, text, tasteless)));
  await storeSearchAnswers(db, answers);
  return missing.length;
}

/** Null when the stored one holds, or is the same as everybody's. */
export async function homeOf(
  db: Dependencies['db'],
  index: ProgramIndex,
  programId: string,
  { customerId, content, taste: storedTaste }: HomeCustomer,
): Promise<NewAnswer | null> {
  if (!tasteCounts(index.program, customerId, Date.now())) return null;
  const taste = tasteOf(await readTaste(db, { customerId, programId }, { sizing: index.program.sizing }));
  if (taste.hash === noTaste || (content === index.content && storedTaste === taste.hash)) return null;
  return answerOf(index, programId, customerId, '', taste);
}

function answerOf(
  index: ProgramIndex,
  programId: string,
  customerId: string,
  text: string,
  { hash, profile }: Taste,
): NewAnswer {
  const query = plainQuery(text);
  const about = { programId, customerId, question: questionOf(query), content: index.content, taste: hash };
  return { ...about, answer: JSON.stringify(index.search(query, profile)) };
}

/** What nobody needs any more; cheap when there is nothing. */
async function tidy(db: Dependencies['db']): Promise<void> {
  await dropOldSearchChanges(db);
  await dropOldSearchAnswers(db);
  await dropOldSearchTexts(db);
}
