import type { Queryable } from '../pool';

/** Whose home page it is; `everybody` for what holds without a taste. */
export const everybody = '';

/** What an answer is for, and what it was made from: it holds while both are as they were. */
export interface AnswerKey {
  programId: string;
  /** A customer, or `everybody`. */
  customerId: string;
  question: string;
  /** What the index says of its content. */
  content: string;
  /** Hash of the taste. */
  taste: string;
}

export interface NewAnswer extends AnswerKey {
  /** The page, as JSON. */
  answer: string;
}

/** An answer that was worked out ahead and still holds, as JSON; null when there is none. */
export async function readSearchAnswer(db: Queryable, key: AnswerKey): Promise<string | null> {
  const { rows } = await db.query<{ answer: string }>({
    name: 'read-search-answer', // planned once per connection: planning would take longer than running it
    text: `SELECT answer::text AS answer FROM search_answers
      WHERE program_id = $1 AND customer_id = $2 AND question = $3 AND content = $4 AND taste = $5`,
    values: [key.programId, key.customerId, key.question, key.content, key.taste],
  });
  return rows[0]?.answer ?? null;
}

/** The questions that have an answer for everybody, made from this content. */
export async function listAnsweredQuestions(db: Queryable, programId: string, content: string): Promise<string[]> {
  const { rows } = await db.query<{ question: string }>(
    'SELECT question FROM search_answers WHERE program_id = $1 AND customer_id = $2 AND content = $3',
    [programId, everybody, content],
  );
  return rows.map(({ question }) => question);
}

/**
 * Stores answers; repeats put the same in their place. Of a customer who turned personalization off, or had all erased
 * meanwhile, nothing is stored; what slips in beside that moment is never read, and swept up with an erasure.
 */
export async function storeSearchAnswers(db: Queryable, answers: readonly NewAnswer[]): Promise<void> {
  if (answers.length === 0) return;
  await db.query(
    `INSERT INTO search_answers (program_id, customer_id, question, content, taste, answer)
     SELECT a.* FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::json[])
       AS a (program_id, customer_id, question, content, taste, answer)
     WHERE a.customer_id = '' OR may_keep_event(a.customer_id, now())
     ORDER BY a.program_id, a.customer_id, a.question
     ON CONFLICT (program_id, customer_id, question) DO UPDATE SET content = excluded.content, taste = excluded.taste,
       answer = excluded.answer, computed_at = now()`,
    [
      answers.map(({ programId }) => programId),
      answers.map(({ customerId }) => customerId),
      answers.map(({ question }) => question),
      answers.map(({ content }) => content),
      answers.map(({ taste }) => taste),
      answers.map(({ answer }) => answer),
    ],
  );
}

/** Forgets what nobody worked out again for a week: customers who left, queries that are frequent no more. */
export async function dropOldSearchAnswers(db: Queryable): Promise<number> {
  const { rowCount } = await db.query(`DELETE FROM search_answers WHERE computed_at < now() - interval '7 days'`);
  return rowCount ?? 0;
}

/** A customer whose home page is worked out ahead, with what their stored one was made from. */
export interface HomeCustomer {
  customerId: string;
  content: string | null;
  taste: string | null;
}

/** One page of a program's active customers by ID, after `after`; without those who want no personalization. */
export async function listHomeCustomers(
  db: Queryable,
  programId: string,
  question: string,
  after: string,
  limit: number,
): Promise<HomeCustomer[]> {
  const { rows } = await db.query<HomeCustomer>(
    `SELECT c.id AS "customerId", a.content, a.taste
     FROM (SELECT DISTINCT customer_id AS id FROM subscriptions
       WHERE program_id = $1 AND status = 'active' AND customer_id > $3
         AND customer_id NOT IN (SELECT customer_id FROM customer_settings WHERE NOT personalization) ORDER BY customer_id LIMIT $4) AS c
     LEFT JOIN search_answers a ON a.program_id = $1 AND a.customer_id = c.id AND a.question = $2
     ORDER BY c.id`,
    [programId, question, after, limit],
  );
  return rows;
}
