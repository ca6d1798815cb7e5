import type { Grouping } from '#domain/metrics/grouping';
import type { GroupTally } from '#domain/metrics/types';
import type { Queryable } from '../pool';
import {
  type MetricsScope,
  monthOf,
  type Observed,
  ofCustomer,
  ofGroup,
  scopeParameters,
  talliesOf,
} from './metricTallies';

/** A search that comes this soon after one that led to no click, and shares a word with it, is the same wish in other words. */
const reformulatedWithin = `interval '5 minutes'`;
/** What is replaced this soon, without a click, was still being typed: nobody has read the list by then. */
const typingPause = `interval '3 seconds'`;
/** Without a session's ID, so long a silence ends it. */
const sessionPause = `interval '30 minutes'`;
/** A click later than this has come back to an old list. */
const clickedWithin = `interval '1 day'`;
/** What was found and comes within this time was bought for having been found. */
const deliveredWithin = `interval '60 days'`;

/**
 * What the words of a query have in common with their other spellings: the first four letters, since endings come after
 * ("train", "trains"), and, from five letters on, the word itself and what is left of it without any one letter but the
 * first, since two words that share such a rest are a typo apart ("trian", "train": both have "trin"). Letters of other scripts are letters.
 */
const spellingsOf = (query: string): string => `ARRAY(
  SELECT spelling FROM regexp_split_to_table(${query}, '[\\s!-/:-@\\[-\`{-~]+') AS word,
    LATERAL (
      SELECT left(regexp_replace(word, '(..)s$', '\\1'), 4)
      UNION ALL
      SELECT '-' || overlay(word PLACING '' FROM dropped FOR 1)
      FROM generate_series(2, length(word) + 1) AS dropped WHERE length(word) >= 5
    ) AS spellings (spelling)
  WHERE word <> '')`;

/** Were both searches for the same? Told by words only where it must be. */
const sameWish = `CASE WHEN NOT s.clicked AND s.next_at <= s.at + ${reformulatedWithin}
  THEN (${spellingsOf('s.query')} && ${spellingsOf('s.next_query')})::integer ELSE 0 END`;

/** What is observed of each search. docs/metrics.md defines them. */
const metrics: Observed[] = [
  { name: 'searchClickRate', observed: 's.clicked::integer' },
  { name: 'searchReformulationRate', observed: sameWish },
  { name: 'searchAbandonRate', observed: '1 - s.ever_clicked' },
  { name: 'searchEmptyRate', observed: '(s.results = 0)::integer' },
  { name: 'searchPosition', observed: 's.position' },
  { name: 'searchReciprocalRank', observed: 'CASE WHEN NOT s.clicked THEN 0 ELSE 1 / s.position END' },
];
const returned: Observed = { name: 'searchReturnRate', observed: 's.returned' };
const all = [...metrics, returned];

/**
 * What became of searches, each told at its own time: `metric` is `all/`, `personalized/` or `plain/` and its name. A
 * search belongs to no subscription, so that only groups by month and by arm tell searches apart.
 */
export async function tallySearches(db: Queryable, scope: MetricsScope): Promise<GroupTally[]> {
  const key = keyOf(scope.grouping);
  if (key === null) return [];
  const about = `s.program_id, ${key} AS key, s.customer_id, s.personalized`;
  const { rows } = await db.query<{ whose: string; programId: string; key: string; tallies: GroupTally[] }>(
    `WITH ${clicks}, ${searches}, observed AS (
       SELECT ${about}, ${metrics.map(({ name, observed }) => `${observed} AS "${name}"`).join(', ')}, NULL::integer AS "${returned.name}"
       FROM searches s WHERE $3::timestamptz IS NULL OR s.at < $3
       UNION ALL
       SELECT ${about}, ${metrics.map(() => 'NULL').join(', ')}, ${returned.observed}
       FROM found s WHERE $3::timestamptz IS NULL OR s.at < $3
     ), per_customer AS (
       SELECT program_id, key, CASE WHEN grouping(personalized) = 1 THEN 'all' WHEN personalized THEN 'personalized' ELSE 'plain' END AS whose,
         ${all.map(ofCustomer).join(', ')}
       FROM observed WHERE key IS NOT NULL
       GROUP BY GROUPING SETS ((program_id, key, customer_id), (program_id, key, customer_id, personalized))
     )
     SELECT program_id AS "programId", key, whose, jsonb_build_array(${all.map(ofGroup).join(', ')}) AS tallies
     FROM per_customer GROUP BY program_id, key, whose`,
    scopeParameters(scope),
  );
  return rows.flatMap(({ whose, tallies, ...group }) =>
    talliesOf(tallies, group).map((tally) => ({ ...tally, metric: `${whose}/${tally.metric}` })),
  );
}

/** Null: such groups hold no searches. */
function keyOf({ by }: Grouping): string | null {
  if (by === 'program') return `''`;
  if (by === 'month') return monthOf('s.at');
  return by === 'arm' ? 's.arms ->> $4' : null;
}

/** $4 is named here, so that it always has a type. */
const ofProgram = `($1::text IS NULL OR e.program_id = $1) AND ($4::text IS NULL OR $4 <> '')`;
const since = (margin: string): string => `($2::timestamptz IS NULL OR e.occurred_at >= $2 - ${margin})`;
const until = (margin: string): string => `($3::timestamptz IS NULL OR e.occurred_at < $3 + ${margin})`;

/** `clicks`: in lists of searches, with the place in the list where the client said it. */
const clicks = `clicks AS (
  SELECT e.program_id, e.customer_id, e.data ->> 'searchId' AS search_id, e.id, e.sku, e.occurred_at AS at,
    CASE jsonb_typeof(e.data -> 'position') WHEN 'number' THEN greatest(1, (e.data ->> 'position')::float8) END AS position
  FROM events e
  WHERE e.kind = 'click' AND e.data ? 'searchId' AND ${ofProgram} AND ${since(clickedWithin)} AND ${until(clickedWithin)}
), first_clicks AS (
  SELECT customer_id, search_id, (array_agg(position ORDER BY at, id) FILTER (WHERE position IS NOT NULL))[1] AS position
  FROM clicks GROUP BY customer_id, search_id
)`;

/**
 * `searches`: those of the span and of a session's length after it, which tell what came of the last ones. Left out is what
 * was only on the way to another: a text that was still being typed, and the same one again (another filter, another
 * order). `found`: what was delivered of what was clicked, be it in another size, put down to the last click before.
 */
const searches = `answered AS (
  SELECT e.program_id, e.customer_id, e.session_id, e.occurred_at AS at, e.data ->> 'searchId' AS search_id,
    lower(trim(e.data ->> 'query')) AS query, (e.data ->> 'results')::float8 AS results,
    (e.data ->> 'personalized')::boolean AS personalized, e.data -> 'arms' AS arms
  FROM events e
  WHERE e.kind = 'search' AND e.source = 'everbox' AND e.data ? 'searchId' AND ${ofProgram}
    AND ${since(`interval '0'`)} AND ${until(sessionPause)}
), followed AS (
  SELECT a.*, c.search_id IS NOT NULL AS clicked, c.position, lead(query) OVER w AS next_query, lead(at) OVER w AS next_at
  FROM answered a LEFT JOIN first_clicks c USING (customer_id, search_id)
  WINDOW w AS (PARTITION BY program_id, customer_id, session_id ORDER BY at, search_id)
), meant AS (
  SELECT program_id, customer_id, session_id, at, search_id, query, results, personalized, arms, clicked, position
  FROM followed
  WHERE NOT coalesce(NOT clicked AND next_at <= at +
    CASE WHEN next_query = query THEN ${reformulatedWithin} ELSE ${typingPause} END, false)
), searches AS (
  SELECT m.*, lead(at) OVER session AS next_at, lead(query) OVER session AS next_query,
    max(clicked::integer) OVER (session RANGE BETWEEN CURRENT ROW AND ${sessionPause} FOLLOWING) AS ever_clicked
  FROM meant m WINDOW session AS (PARTITION BY program_id, customer_id, session_id ORDER BY at)
), found AS (
  SELECT DISTINCT ON (p.id) s.program_id, s.customer_id, s.at, s.personalized, s.arms,
    (r.shipment_id IS NOT NULL)::integer AS returned
  FROM searches s JOIN clicks c USING (customer_id, search_id)
    JOIN shipments p ON p.customer_id = c.customer_id AND p.program_id = s.program_id
      AND p.delivered_at IS NOT NULL AND p.delivered_at BETWEEN c.at AND c.at + ${deliveredWithin}
    LEFT JOIN items AS shown ON (shown.program_id, shown.sku) = (s.program_id, c.sku)
    LEFT JOIN items AS sent ON (sent.program_id, sent.sku) = (p.program_id, p.sku)
    LEFT JOIN returns r ON r.shipment_id = p.id
  WHERE p.sku = c.sku OR sent.style_id = shown.style_id
  ORDER BY p.id, c.at DESC, c.id
)`;
