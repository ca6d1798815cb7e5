import {
  encodeFitModel,
  type FitCase,
  type FitModel,
  type FitRecord,
  predictFit,
  trainFit,
} from '#domain/sizing/model/index';
import { checkOutput, writeLines } from '../output';
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
  await checkOutput(out, { train, test });
  const startedAtMs = performance.now();
  const records: FitRecord[] = [];
  for await (const record of readFitRecords(train)) records.push(record);
  if (records.length === 0) throw new Error(`${train}: has no rows to learn from`);
  // Read before the training, so that a mistake in it does not cost minutes.
  const cases: FitCase[] = [];
  for await (const fitCase of readFitCases(test)) cases.push(fitCase);
  const model = trainFit(records, { variantsPerStep, onProgress: sayProgress() });
  const trainedAtMs = performance.now();
  await writeLines(out, linesOf(model, cases));
  const summary = {
    records: records.length,
    cases: cases.length,
    trainSeconds: round((trainedAtMs - startedAtMs) / 1000, 1),
    predictSeconds: round((performance.now() - trainedAtMs) / 1000, 1),
    modelMb: round(encodeFitModel(model).length / 1024 / 1024, 1),
    peakMemoryMb: round(process.resourceUsage().maxRSS / 1024, 0),
  };
  process.stdout.write(json ? `${JSON.stringify(summary)}\n` : describe(summary, out));
}

/** A row per row of the test file, each answered as a server would: alone, without a look at the others. */
function* linesOf(model: FitModel, cases: readonly FitCase[]): Generator<string> {
  yield 'p_small,p_fit,p_large';
  for (const fitCase of cases) {
    const { small, fit, large } = predictFit(model, fitCase);
    yield [small, fit, large].map((chance) => chance.toFixed(7)).join(',');
  }
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
