import type { RefreshOutcome } from '#domain/selection/lifecycle';

export const modelRefreshWorkflow = 'modelRefresh';

/** One refresh of one program's selection model; its workflow's ID is the refresh's ID. */
export interface ModelRefreshInput {
  programId: string;
}

/** What came of a refresh, in one sentence too. */
export interface ModelRefreshResult {
  outcome: RefreshOutcome;
  /** The model that it made; null when there was not enough to learn from. */
  version: number | null;
  reason: string;
  /** Customers whose rankings were worked out ahead. */
  ranked: number;
}
