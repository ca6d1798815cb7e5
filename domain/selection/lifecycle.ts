/** What models are of: what suits a customer, and which size fits. Each lives the same life. */
export const modelKinds = ['selection', 'fit'] as const;
export type ModelKind = (typeof modelKinds)[number];

/** What a model is; the published one of a program and kind is in charge. */
export const modelStates = ['candidate', 'published', 'rejected', 'retired'] as const;
export type ModelState = (typeof modelStates)[number];

/** What a refresh came to. */
export const refreshOutcomes = [
  'published', // its model is in charge now
  'rejected', // its model is worse on what is held back than the one in charge, which stays
  'superseded', // another model came into charge while this one was made; nothing changed
  'notEnoughData', // nothing was made
] as const;
export type RefreshOutcome = (typeof refreshOutcomes)[number];
