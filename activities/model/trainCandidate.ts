import type { Database } from '#db/pool';
import { inTransaction } from '#db/pool';
import {
  type HoldoutComparison,
  insertCandidate,
  lockModels,
  readModelBytes,
  readPublishedVersion,
} from '#db/selection/models';
import { readProgram } from '#db/catalog/programs';
import { readCatalog } from '#db/selection/selectionInputs';
import { readClock } from '#db/search/taste';
import { learningOf } from '#domain/program/learning';
import { decodeModel, encodeModel, evaluateModel, Trainer } from '#domain/selection/model/index';
import type { HoldoutCase, ModelScore } from '#domain/selection/model/types';
import { trainFits } from '../sizing/trainFits';
import { type DeedFiles, deedsFromPostgres, openDeedSource } from '../lake/deedSource';
import { Holdout } from './holdout';
import { reportEvery, TasteWriter } from './tasteWriter';
import type { TrainModel } from './training';
import { toleranceOf } from './verdict';

/**
 * Reads a program's deeds customer by customer, trains on all but the newest choices, measures the candidate and the model
 * in charge on those, and stores the candidate. The same pass makes each customer's taste profile for search. What is in
 * memory is the trainer's and the holdout's, both bounded: deeds pass through. They come from the events table, or from the
 * exported files that are given. Safe to run again: one refresh stores one candidate, and a repeat finds it.
 */
const trainSelection =
  (files?: DeedFiles): TrainModel =>
  async (db, { programId, refreshId }, report, signal) => {
    const program = await readProgram(db, programId);
    if (!program) throw new Error(`program ${programId} is not published`);
    const { trainer, holdout, untilTx, customers } = await readAll(db, programId, files, report, signal);
    const cases = holdout.newest();
    const { minCustomers } = learningOf(program);
    if (holdout.customersToLearnFrom < minCustomers || cases.length === 0) {
      const read = files ? ', as far as events were exported' : '';
      const reason = `${holdout.customersToLearnFrom} customers have had two items or more${read}; learning needs ${minCustomers}`;
      return { version: null, reason };
    }
    const model = trainer.finish();
    report(customers);
    const running = await measureRunning(db, programId, cases);
    report(customers);
    const candidate = evaluateModel(model, cases);
    const metrics = { holdout: compare(candidate, running), facts: model.facts };
    const bytes = encodeModel(model);
    const version = await inTransaction(db, async (tx) => {
      await lockModels(tx, programId);
      const parentVersion = running?.version ?? null;
      return insertCandidate(tx, {
        programId,
        refreshId,
        parentVersion,
        bytes,
        weights: Array.from(model.weights),
        trainedUntilTx: untilTx,
        metrics,
      });
    });
    return { version };
  };

/** One pass over all customers: what training learns from and is measured on, and each one's taste. */
async function readAll(
  db: Database,
  programId: string,
  files: DeedFiles | undefined,
  report: (customers: number) => void,
  signal: AbortSignal,
) {
  const catalog = await readCatalog(db, programId);
  const trainer = new Trainer(catalog);
  const holdout = new Holdout();
  // Before the mark: what a customer switches off from here on is not stored, though its events may be read.
  const asOf = await readClock(db);
  const source = await openDeedSource(db, files);
  // Files may still hold what a customer had deleted since: search must not learn it from there.
  const table = files ? await deedsFromPostgres(db) : source;
  const tastes = new TasteWriter(db, { programId, untilTx: table.untilTx, asOf }, catalog);
  if (files) await tastes.addAll(table.stream(programId), report, signal);
  let customers = 0;
  for await (const customer of source.stream(programId)) {
    signal.throwIfAborted();
    trainer.add(holdout.divide(customer));
    if (!files) await tastes.add(customer);
    customers += 1;
    if (customers % reportEvery === 0) report(customers);
  }
  await tastes.finish();
  return { trainer, holdout, untilTx: source.untilTx, customers };
}

type Running = ModelScore & { version: number };

async function measureRunning(db: Database, programId: string, cases: HoldoutCase[]): Promise<Running | null> {
  const version = await readPublishedVersion(db, programId);
  const bytes = version === null ? null : await readModelBytes(db, programId, version);
  if (version === null || !bytes) return null;
  return { ...evaluateModel(decodeModel(bytes), cases), version };
}

function compare(candidate: ModelScore, running: Running | null): HoldoutComparison {
  const { customers, hitRateAt10, ndcgAt10 } = candidate;
  return {
    customers,
    hitRateAt10,
    ndcgAt10,
    running: running && { version: running.version, hitRateAt10: running.hitRateAt10, ndcgAt10: running.ndcgAt10 },
    tolerance: toleranceOf(running),
  };
}

/**
 * A refresh's whole training: the candidate, then the fit model of a program with sizes. That one comes last, so that a fault
 * in it holds no selection model up: the retry finds the candidate.
 */
export const trainCandidate =
  (files?: DeedFiles): TrainModel =>
  async (db, request, report, signal) => {
    const outcome = await trainSelection(files)(db, request, report, signal);
    const program = await readProgram(db, request.programId);
    if (program) await trainFits(db, program, request.refreshId);
    return outcome;
  };
