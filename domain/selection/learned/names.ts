import type { SelectionWeights } from '../../program/types';

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

/** When a program does not say: of the size of what separates good ratings from modest ones. */
export const defaultLearnedWeight = 2;

/** The most that learning can set two items apart. */
export const learnedWeight = ({ learned = defaultLearnedWeight }: SelectionWeights): number => learned;

/** Was something learned counted in these parts? Then all learned parts are there, though some may be 0. */
export const isLearned = (parts: Partial<Record<LearnedPart, number>>): boolean => parts.feedback !== undefined;
