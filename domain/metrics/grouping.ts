/** What metrics are told by, besides the program. docs/metrics.md defines each. */
export type Grouping =
  | { by: 'program' | 'cohort' | 'signUpMonth' | 'plan' | 'month' | 'modelVersion' }
  | { by: 'arm'; experimentId: string };
