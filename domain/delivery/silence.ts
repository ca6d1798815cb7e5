import type { CourierRules } from '../zone/types';

/** How much longer than others a courier with orders in hand may be silent, where the zone does not say. */
export const carryingFactor = 5;

/**
 * Seconds without a word after which what a courier has in hand counts as lost. Much longer than `silentSeconds`: what was not
 * picked up can go to somebody else, so waiting costs time; what is in hand can only come with this courier, who may be
 * in a lift or have an empty battery, so giving up early costs the order itself.
 */
export const silentCarryingSeconds = (rules: CourierRules): number =>
  rules.silentCarryingSeconds ?? rules.silentSeconds * carryingFactor;
