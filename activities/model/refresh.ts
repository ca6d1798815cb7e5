import { Context } from '@temporalio/activity';
import { type Queryable, inTransaction } from '#db/pool';
import { pruneModels } from '#db/selection/modelPublishing';
import { readRefresh, recordRanked, recordRefresh } from '#db/selection/modelRefreshes';
import { lockModels, readModel, readModelOfRefresh } from '#db/selection/models';
import type { Dependencies } from '../dependencies';
import { withHeartbeats } from '../heartbeats';
import { type Settled, settleCandidate } from './settle';
import type { TrainingOutcome, TrainingRequest } from './training';
import { verdictOf } from './verdict';

/**
 * Trains a candidate, once per refresh: a repeat finds the one that was stored, and a refresh that is over is not begun
 * again. Heartbeats from the trainer's reports, and from a timer while it computes without one.
 */
export async function trainModel({ db, train }: Dependencies, request: TrainingRequest): Promise<TrainingOutcome> {
  const over = await readRefresh(db, request.refreshId);
  if (over?.version === null) return { version: null, reason: over.reason };
  const known = await readModelOfRefresh(db, request.refreshId);
  if (known) return { version: known.version };
  const { heartbeat, cancellationSignal } = Context.current();
  // The child is gone when its process is, so what the timer says is that the worker lives.
  return withHeartbeats(() => train(db, request, (customers) => heartbeat({ customers }), cancellationSignal));
}

/**
 * Publishes the candidate, or turns it down; without one records that. Safe to run again, also after a rollback: the first
 * record of a refresh stands, and a model that was in charge once is not put there again by its refresh.
 */
export async function settleModel(
  { db }: Dependencies,
  { programId, refreshId }: TrainingRequest,
  trained: TrainingOutcome,
): Promise<Settled> {
  return inTransaction(db, async (tx) => {
    await lockModels(tx, programId);
    const settled = await readRefresh(tx, refreshId);
    if (settled) return { outcome: settled.outcome, version: settled.version, reason: settled.reason };
    const fresh = await settle(tx, programId, refreshId, trained);
    await recordRefresh(tx, { refreshId, programId, ...fresh });
    return fresh;
  });
}

async function settle(tx: Queryable, programId: string, refreshId: string, trained: TrainingOutcome): Promise<Settled> {
  if (trained.version === null) return { outcome: 'notEnoughData', version: null, reason: trained.reason };
  const model = await readModel(tx, programId, trained.version);
  if (!model) throw new Error(`model ${trained.version} of ${programId} is gone`);
  return settleCandidate(tx, 'selection', { programId, refreshId }, model, verdictOf(model.metrics.holdout));
}

/** Models that were in charge and can be gone back to: a week of daily refreshes. */
const keptModels = 7;

/** The last step of a refresh: says how many rankings it made, and forgets the bytes of old models. Repeats change nothing. */
export async function finishRefresh(
  { db }: Dependencies,
  { programId, refreshId }: TrainingRequest,
  ranked: number,
): Promise<void> {
  await recordRanked(db, refreshId, ranked);
  await pruneModels(db, programId, keptModels);
}
