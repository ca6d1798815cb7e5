import { Context } from '@temporalio/activity';
import { type Queryable, inTransaction } from '../../db/pool';
import {
  lockModels,
  type ModelRead,
  readModel,
  readModelOfRefresh,
  readPublishedVersion,
} from '../../db/queries/models';
import {
  pruneModels,
  publishModel,
  readRefresh,
  recordRanked,
  recordRefresh,
  rejectModel,
} from '../../db/queries/modelPublishing';
import type { RefreshOutcome } from '../../domain/selection/lifecycle';
import type { Dependencies } from '../dependencies';
import { withHeartbeats } from '../heartbeats';
import type { TrainingOutcome, TrainingRequest } from './trainCandidate';
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

/** What a refresh came to; recorded, so that a repeat gives the same answer. */
export interface Settled {
  outcome: RefreshOutcome;
  version: number | null;
  reason: string;
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
  const { version } = trained;
  const model = await readModel(tx, programId, version);
  if (!model) throw new Error(`model ${version} of ${programId} is gone`);
  const running = await readPublishedVersion(tx, programId);
  const { outcome, reason } = outcomeOf(model, running);
  if (outcome === 'published') {
    await publishModel(tx, { programId, version, previousVersion: running, actor: `refresh ${refreshId}`, reason });
  } else {
    await rejectModel(tx, programId, version);
  }
  return { outcome, version, reason };
}

function outcomeOf(model: ModelRead, running: number | null): { outcome: RefreshOutcome; reason: string } {
  if (running !== model.parentVersion) {
    return { outcome: 'superseded', reason: `version ${running} came into charge while this one was trained` };
  }
  const { publish, reason } = verdictOf(model.metrics.holdout);
  return { outcome: publish ? 'published' : 'rejected', reason };
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
