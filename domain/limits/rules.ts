import type { Program } from '../program/types';
import type { LimitRules } from './types';

/**
 * Twenty boxes go to one customer who gives presents to a large family; offices have programs of their own. Nobody who
 * decides about a box makes more than a change every two seconds, or 200 on one day; a script that is stuck does.
 */
export const limitDefaults: LimitRules = { subscriptionsPerCustomer: 20, changesPerMinute: 30, changesPerDay: 200 };

/** How much of a program one customer may use: what its file says, and the defaults for the rest. */
export const limitsOf = (program: Pick<Program, 'limits'>): LimitRules => ({ ...limitDefaults, ...program.limits });
