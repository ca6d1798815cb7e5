/** What learning adds to a score, in the order in which it is added up. */
export const learnedParts = [
  'companions',
  'taste',
  'attributes',
  'popularity',
  'feedback',
  'price',
  'exploration',
] as const;

export type LearnedPart = (typeof learnedParts)[number];

/** Weight of learning when a program does not say: of the size of what separates good ratings from modest ones. */
export const defaultLearnedWeight = 2;
