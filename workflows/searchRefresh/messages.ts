export const searchRefreshWorkflow = 'searchRefresh';

export interface SearchRefreshInput {
  programId: string;
}

/** What was worked out ahead in this run; what still held is not counted. */
export interface SearchRefreshResult {
  queries: number;
  homes: number;
}
