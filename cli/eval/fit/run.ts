import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { encodeFitModel, type FitModel, type FitRecord, predictFit, trainFit } from '../../../domain/sizing/model';
import { readFitCases, readFitRecords } from './read';

interface Flags {
  train: string;
  test: string;
  out: string;
  json?: boolean;
}

/** In these files a size is four times the step, plus the length: regular, petite or long. */
const variantsPerStep = 4;

interface Summary {
  records: number;
  cases: number;
  trainSeconds: number;
  predictSeconds: number;
  modelMb: number;
  peakMemoryMb: number;
}

/** `everbox eval fit` */
export async function evaluateFit({ train, test, out, json }: Flags): Promise<void> {
  const startedAtMs = performance.now();
  const records: FitRecord[] = [];
  for await (const record of readFitRecords(train)) records.push(record);
  if (records.length === 0) throw new Error(`${train}: has no rows to learn from`);
  // Read before the training, so that a mistake in it does not cost minutes.
  for await (const _ of readFitCases(test));
  const model = trainFit(records, { variantsPerStep, onProgress: sayProgress() });
  const trainedAtMs = performance.now();
  const cases = await writeChances(model, test, out);
  const summary = {
    records: records.length,
    cases,
    trainSeconds: round((trainedAtMs - startedAtMs) / 1000, 1),
    predictSeconds: round((performance.now() - trainedAtMs) / 1000, 1),
    modelMb: round(encodeFitModel(model).length / 1024 / 1024, 1),
    peakMemoryMb: round(process.resourceUsage().maxRSS / 1024, 0),
  };
  process.stdout.write(json ? `${JSON.stringify(summary)}\n` : describe(summary, out));
}

/** A row per row of the test file, each answered as a server would: alone, without a look at the others. */
async function writeChances(model: FitModel, test: string, out: string): Promise<number> {
  await mkdir(dirname(out), { recursive: true });
  const file = createWriteStream(out);
  file.write('p_small,p_fit,p_large\n');
  let cases = 0;
  for await (const fitCase of readFitCases(test)) {
    const { small, fit, large } = predictFit(model, fitCase);
    file.write(`${[small, fit, large].map((chance) => chance.toFixed(7)).join(',')}\n`);
    cases += 1;
  }
  file.end();
  await finished(file);
  return cases;
}

/** Every tenth of the work, on stderr: stdout is for the result. */
function sayProgress(): (share: number) => void {
  let said = 0;
  return (share) => {
    const tenth = Math.floor(share * 10 + 1e-9);
    if (tenth <= said) return;
    said = tenth;
    process.stderr.write(`everbox: training, ${tenth * 10} % done\n`);
  };
}

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

function describe(summary: Summary, out: string): string {
  const { records, cases, trainSeconds, predictSeconds, modelMb, peakMemoryMb } = summary;
  const lines = [
    `${cases} cases, predicted from ${records} records, in ${out}`,
    `  training          ${trainSeconds} s (and ${predictSeconds} s for predicting all cases)`,
    `  model             ${modelMb} MB`,
    `  peak memory       ${peakMemoryMb} MB of the process`,
  ];
  return `${lines.join('\n')}\n`;
}
