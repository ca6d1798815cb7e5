import type { LearningRules, Program } from './types';

/**
 * A day, since what customers do in one is what a new model could learn. Fifty customers leave ten to check on. A hundred
 * rankings a second are less than a third of one core.
 */
export const learningDefaults: LearningRules = { everyHours: 24, minCustomers: 50, rankingsPerSecond: 100 };

/** How a program's selection model is refreshed: what its file says, and the defaults for the rest. */
export const learningOf = (program: Program): LearningRules => ({ ...learningDefaults, ...program.learning });
