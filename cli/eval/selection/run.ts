import { type SelectionModel, topItems, Trainer } from '#domain/selection/model/index';
import type { ModelFacts, ModelScore } from '#domain/selection/model/types';
import { checkOutput, writeLines } from '../output';
import { readAttributes, readSequences } from './read';

interface Flags {
  train: string;
  attributes?: string;
  out: string;
  json?: boolean;
}

/** So many items are written for each customer. */
const listLength = 20;

interface Summary {
  facts: ModelFacts;
  trainSeconds: number;
  rankSeconds: number;
  peakMemoryMb: number;
}

/** `everbox eval selection` */
export async function evaluateSelection({ train, attributes, out, json }: Flags): Promise<void> {
  await checkOutput(out, { train, attributes });
  const startedAtMs = performance.now();
  const trainer = new Trainer(attributes === undefined ? [] : readAttributes(attributes));
  for await (const customer of readSequences(train)) trainer.add(customer);
  const model = trainer.finish();
  if (model.facts.customers === 0) throw new Error(`${train}: has no customers to learn from`);
  const trainedAtMs = performance.now();
  await writeLines(out, lists(model, train));
  const summary = {
    facts: model.facts,
    trainSeconds: round((trainedAtMs - startedAtMs) / 1000, 1),
    rankSeconds: round((performance.now() - trainedAtMs) / 1000, 1),
    peakMemoryMb: round(process.resourceUsage().maxRSS / 1024, 0),
  };
  process.stdout.write(json ? `${JSON.stringify(summary)}\n` : describe(summary, out));
}

/** A line per customer, in the order of the file: `customer item item ...`, best first. */
async function* lists(model: SelectionModel, train: string): AsyncGenerator<string> {
  const top = topItems(model, listLength);
  for await (const { customerId, deeds } of readSequences(train)) yield `${customerId} ${top(deeds).join(' ')}`;
}

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

function describe({ facts, trainSeconds, rankSeconds, peakMemoryMb }: Summary, out: string): string {
  const parts = Object.entries(facts.holdoutOfPart).map(([part, score]) => `  ${part.padEnd(18)}${quality(score)}`);
  const lines = [
    `${facts.customers} customers, ${facts.deeds} deeds, ${facts.items} items; up to ${listLength} items per customer in ${out}`,
    `  training          ${trainSeconds} s (and ${rankSeconds} s for ranking all customers)`,
    `  peak memory       ${peakMemoryMb} MB of the process`,
    `on an inner holdout (each customer's last item of the training file; HR@10 / NDCG@10):`,
    `  the ensemble      ${facts.holdout ? quality(facts.holdout) : 'too few customers to measure'}`,
    ...parts,
  ];
  return `${lines.join('\n')}\n`;
}

const quality = ({ hitRateAt10, ndcgAt10 }: ModelScore): string => `${round(hitRateAt10, 4)} / ${round(ndcgAt10, 4)}`;
