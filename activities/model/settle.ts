import type { Queryable } from '#db/pool';
import { publishModel, rejectModel } from '#db/selection/modelPublishing';
import { readPublishedVersion } from '#db/selection/models';
import type { ModelKind, RefreshOutcome } from '#domain/selection/lifecycle';
import type { TrainingRequest } from './training';
import type { Verdict } from './verdict';

/** What a refresh came to; recorded, so that a repeat gives the same answer. */
export interface Settled {
  outcome: RefreshOutcome;
  version: number | null;
  reason: string;
}

interface Candidate {
  version: number;
  /** The one in charge when it was trained and measured. */
  parentVersion: number | null;
}

/**
 * Publishes a candidate, or turns it down: also when another came into charge since it was measured, against the wrong one.
 * Call under `lockModels`, once per refresh and kind.
 */
export async function settleCandidate(
  tx: Queryable,
  kind: ModelKind,
  { programId, refreshId }: TrainingRequest,
  { version, parentVersion }: Candidate,
  verdict: Verdict,
): Promise<Settled> {
  const running = await readPublishedVersion(tx, programId, kind);
  const { outcome, reason } = outcomeOf(parentVersion, running, verdict);
  if (outcome === 'published') {
    const actor = `refresh ${refreshId}`;
    await publishModel(tx, { kind, programId, version, previousVersion: running, actor, reason });
  } else {
    await rejectModel(tx, programId, version, kind);
  }
  return { outcome, version, reason };
}

function outcomeOf(
  parentVersion: number | null,
  running: number | null,
  { publish, reason }: Verdict,
): { outcome: RefreshOutcome; reason: string } {
  if (running !== parentVersion) {
    return { outcome: 'superseded', reason: `version ${running} came into charge while this one was trained` };
  }
  return { outcome: publish ? 'published' : 'rejected', reason };
}
