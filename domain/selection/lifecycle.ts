/** What a selection model is; the published one of a program is in charge. */
export const modelStates = ['candidate', 'published', 'rejected', 'retired'] as const;
export type ModelState = (typeof modelStates)[number];

/** What a refresh came to. */
export const refreshOutcomes = [
  'published', // its model is in charge now
  'rejected', // its model ranks the newest choices worse than the one in charge, which stays
  'superseded', // another model came into charge while this one was made; nothing changed
  'notEnoughData', // nothing was made
] as const;
export type RefreshOutcome = (typeof refreshOutcomes)[number];
