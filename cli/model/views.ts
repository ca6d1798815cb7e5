import { pairs, table } from '../ops/table';
import type { ProgramModels, Refresh } from './actions';

export function modelsView({ programId, publishedVersion, models, refreshes, publications }: ProgramModels): string {
  const inCharge = publishedVersion === null ? 'none: the rules select alone' : `version ${publishedVersion}`;
  return [
    pairs([
      ['program', programId],
      ['in charge', inCharge],
    ]),
    '',
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
        bytes === null ? 'pruned' : `${(bytes / 2 ** 20).toFixed(1)} MB`,
      ]),
    ),
    '',
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
    ),
    '',
    table(
      ['PUBLISHED', 'INSTEAD OF', 'BY', 'WHEN', 'WHY'],
      publications.map((each) => [
        each.version,
        each.previousVersion,
        each.actor,
        minute(each.publishedAt),
        each.reason,
      ]),
    ),
  ].join('\n');
}

export function refreshView({ refreshId, outcome, version, reason, ranked }: Refresh): string {
  return pairs([
    ['refresh', refreshId],
    ['outcome', outcome],
    ['version', version],
    ['why', reason],
    ['rankings', ranked],
  ]);
}

const minute = (iso: string): string => iso.slice(0, 16).replace('T', ' ');
