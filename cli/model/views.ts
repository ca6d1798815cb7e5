import { minute, pairs, table, timesAre } from '../ops/table';
import type { ProgramModels, Refresh } from './actions';

type Life = Pick<ProgramModels, 'refreshes' | 'publications'>;

export function modelsView({ programId, publishedVersion, models, fit, ...life }: ProgramModels): string {
  const inCharge = publishedVersion === null ? 'none: the rules select alone' : `version ${publishedVersion}`;
  const head = pairs([
    ['program', programId],
    ['in charge', inCharge],
  ]);
  // A header without a row says nothing.
  const parts = [head, ...(models.length > 0 ? [modelsTable(models)] : []), ...lifeTables(life)];
  const all = [...parts, ...fitView(fit)];
  return [...all, ...(all.length > 1 ? [timesAre.real] : [])].join('\n\n');
}

/** Nothing of a program without sizes. */
function fitView({ publishedVersion, models, ...life }: ProgramModels['fit']): string[] {
  if (models.length === 0 && life.refreshes.length === 0) return [];
  const inCharge = publishedVersion === null ? 'none: the belief does without' : `version ${publishedVersion}`;
  const tables = [...(models.length > 0 ? [fitModelsTable(models)] : []), ...lifeTables(life)];
  return [pairs([['sizes, in charge', inCharge]]), ...tables];
}

const lifeTables = ({ refreshes, publications }: Life): string[] => [
  ...(refreshes.length > 0 ? [refreshesTable(refreshes)] : []),
  ...(publications.length > 0 ? [publicationsTable(publications)] : []),
];

const modelsTable = (models: ProgramModels['models']): string =>
  table(
    ['VERSION', 'STATE', 'NDCG@10', 'HR@10', 'MEASURED ON', 'TRAINED ON', 'MADE', 'SIZE'],
    models.map(({ version, state, holdout, trainedOn, createdAt, bytes }) => [
      version,
      state,
      holdout.ndcgAt10.toFixed(4),
      holdout.hitRateAt10.toFixed(4),
      `${holdout.customers} customers`,
      `${trainedOn.customers} customers, ${trainedOn.deeds} deeds`,
      minute(createdAt),
      keptSize(bytes),
    ]),
  );

const fitModelsTable = (models: ProgramModels['fit']['models']): string =>
  table(
    ['VERSION', 'STATE', 'LOG LOSS', 'IN CHARGE HAD', 'MEASURED ON', 'TRAINED ON', 'MADE', 'SIZE'],
    models.map(({ version, state, holdout, trainedOn, createdAt, bytes }) => [
      version,
      state,
      holdout && holdout.fits > 0 ? holdout.logLoss.toFixed(4) : null,
      holdout?.running?.logLoss.toFixed(4) ?? null,
      holdout && `${holdout.fits} fits of ${holdout.customers} customers`,
      `${trainedOn.fits} fits`,
      minute(createdAt),
      keptSize(bytes),
    ]),
  );

const refreshesTable = (refreshes: ProgramModels['refreshes']): string =>
  table(
    ['REFRESH', 'OUTCOME', 'VERSION', 'RANKED', 'WHEN', 'WHY'],
    refreshes.map((each) => [
      each.refreshId,
      each.outcome,
      each.version,
      each.ranked,
      minute(each.finishedAt),
      each.reason,
    ]),
  );

const publicationsTable = (publications: ProgramModels['publications']): string =>
  table(
    ['PUBLISHED', 'INSTEAD OF', 'BY', 'WHEN', 'WHY'],
    publications.map((each) => [each.version, each.previousVersion, each.actor, minute(each.publishedAt), each.reason]),
  );

export function refreshView({ refreshId, outcome, version, reason, ranked }: Refresh): string {
  return pairs([
    ['refresh', refreshId],
    ['outcome', outcome],
    ['version', version],
    ['why', reason],
    ['rankings', ranked],
  ]);
}

const keptSize = (bytes: number | null): string => (bytes === null ? 'pruned' : sizeOf(bytes));

const sizeOf = (bytes: number): string =>
  bytes < 2 ** 20 ? `${Math.ceil(bytes / 2 ** 10)} kB` : `${(bytes / 2 ** 20).toFixed(1)} MB`;
