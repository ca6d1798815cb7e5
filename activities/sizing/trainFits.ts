import type { Database } from '../../db/pool';
import { inTransaction } from '../../db/pool';
import { hasFitModelOf, publishFitModel } from '../../db/queries/fitModels';
import { readTrainingFits } from '../../db/queries/fits';
import { lockModels } from '../../db/queries/models';
import { readFinalTx } from '../../db/queries/selectionInputs';
import type { Program } from '../../domain/program/types';
import { FitCounter } from '../../domain/sizing/facts';
import { encodeFitModel, trainFit } from '../../domain/sizing/model';

/** The newest of a program's fits: some hundred bytes each, and older ones are of bodies and cuts of then. */
const mostFits = 300_000;
/** Fewer tell nothing that a size chart does not. */
const fewestFits = 20;

/**
 * Trains the fit model of a program with sizes from how its items turned out, and puts it in charge. Nothing in a program
 * without sizes, or with hardly any fits. Safe to run again: one refresh publishes one fit model, and a repeat finds it.
 */
export async function trainFits(db: Database, { id: programId, sizing }: Program, refreshId: string): Promise<void> {
  if (!sizing || (await hasFitModelOf(db, refreshId))) return;
  const fits = await readTrainingFits(db, programId, sizing, await readFinalTx(db), mostFits);
  if (fits.length < fewestFits) return;
  const counter = new FitCounter(sizing.sizes.length);
  for (const { record, brand, position } of fits) {
    counter.add({ styleId: record.styleId, brand, position, fit: record.fit });
  }
  const bytes = encodeFitModel(trainFit(fits.map(({ record }) => record)));
  await inTransaction(db, async (tx) => {
    await lockModels(tx, programId);
    const facts = counter.facts();
    await publishFitModel(tx, { programId, refreshId, bytes, facts, records: fits.length });
  });
}
