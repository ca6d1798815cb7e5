import type { Database } from '#db/pool';
import { inTransaction } from '#db/pool';
import { insertFitCandidate, listErasedSince, readFitModelRecord } from '#db/sizing/fitModels';
import { readTrainingFits, type TrainingFit } from '#db/sizing/fits';
import { pruneModels } from '#db/selection/modelPublishing';
import { readRefresh, recordRefresh } from '#db/selection/modelRefreshes';
import { lockModels, readModelBytes, readPublishedVersion } from '#db/selection/models';
import { readFinalTx } from '#db/selection/selectionInputs';
import { readClock } from '#db/search/taste';
import type { Program } from '#domain/program/types';
import { PackedFormatError } from '#domain/numbers/packing';
import { FitCounter, type FitFacts } from '#domain/sizing/facts';
import { compareFits, isHeldBack } from '#domain/sizing/heldBack';
import { decodeFitModel, encodeFitModel, type FitModel, trainFit, withoutCustomers } from '#domain/sizing/model/index';
import { settleCandidate } from '../model/settle';
import { fitVerdictOf } from './fitVerdict';
import { minuteMs } from '#domain/time';

/** The newest of a program's fits: some hundred bytes each, and older ones are of bodies and cuts of then. */
const mostFits = 300_000;
/** Fewer tell nothing that a size chart does not. */
const fewestFits = 20;
/** The one in charge, and the one before, which can be gone back to: what is personal is not kept for longer than it is used. */
const keptModels = 2;
/** An erasure that this process could not see yet when it read may have been marked so long before. */
const erasingMs = minuteMs;

/**
 * Trains the fit model of a program with sizes from how its items turned out, measures it and the one in charge on fits that
 * neither saw, and puts it in charge if it is no worse. Nothing in a program without sizes. Safe to run again: candidate,
 * verdict and record of a refresh are one transaction, and a repeat finds the record.
 */
export async function trainFits(db: Database, program: Program, refreshId: string): Promise<void> {
  const { id: programId, sizing } = program;
  if (!sizing || (await readRefresh(db, refreshId, 'fit'))) return;
  const erasedSince = new Date((await readClock(db)).getTime() - erasingMs);
  const fits = await readTrainingFits(db, programId, sizing, await readFinalTx(db), mostFits);
  if (fits.length < fewestFits) {
    const reason = `there are ${fits.length} fits; learning needs ${fewestFits}`;
    return recordRefresh(db, { refreshId, programId, outcome: 'notEnoughData', version: null, reason }, 'fit');
  }
  const records = fits.map(({ record }) => record);
  const training = records.filter((record) => !isHeldBack(record));
  const model = trainFit(training);
  const running = await readRunning(db, programId);
  const measurable = running?.model ? { version: running.version, model: running.model } : null;
  const holdout = compareFits(model, measurable, records.filter(isHeldBack));
  const parentVersion = running?.version ?? null;
  await inTransaction(db, async (tx) => {
    await lockModels(tx, programId);
    if (await readRefresh(tx, refreshId, 'fit')) return;
    const erased = new Set(await listErasedSince(tx, erasedSince));
    const bytes = withoutCustomers(encodeFitModel(model), (customerId) => erased.has(customerId));
    const candidate = {
      programId,
      refreshId,
      parentVersion,
      bytes,
      facts: factsOf(fits, sizing.sizes.length),
      records: training.length,
    };
    const version = await insertFitCandidate(tx, { ...candidate, holdout });
    const verdict = fitVerdictOf(holdout, parentVersion);
    const request = { programId, refreshId };
    const settled = await settleCandidate(tx, 'fit', request, { version, parentVersion }, verdict);
    await recordRefresh(tx, { ...request, ...settled }, 'fit');
    await pruneModels(tx, programId, keptModels, 'fit');
  });
}

/** What customers said of styles and brands: of all fits, since a reason is to be true and not measured with. */
function factsOf(fits: readonly TrainingFit[], sizes: number): FitFacts {
  const counter = new FitCounter(sizes);
  for (const { record, brand, position } of fits) {
    counter.add({ styleId: record.styleId, brand, position, fit: record.fit });
  }
  return counter.facts();
}

/** The model in charge; without `model` when it was trained on what is held back now, or another release wrote it. */
async function readRunning(
  db: Database,
  programId: string,
): Promise<{ version: number; model: FitModel | null } | null> {
  const version = await readPublishedVersion(db, programId, 'fit');
  if (version === null) return null;
  const record = await readFitModelRecord(db, programId, version);
  const bytes = await readModelBytes(db, programId, version, 'fit');
  if (!record?.holdout || !bytes) return { version, model: null };
  try {
    return { version, model: decodeFitModel(bytes) };
  } catch (error) {
    if (error instanceof PackedFormatError) return { version, model: null };
    throw error;
  }
}
