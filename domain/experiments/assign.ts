import type { Experiment, ExperimentArm } from '../program/types';
import { murmur3 } from '../numbers/hash';

const { log } = Math;

/** Arm by experiment. */
export type ArmsByExperiment = Record<string, string>;

/**
 * The arm of a customer in each experiment that runs at `atMs` (business time, ms since the epoch).
 *
 * Nothing is stored to decide it: the same customer has the same arm in every cycle, on every machine, and in every
 * subscription. The arms of two experiments are independent, since the experiment's ID is in the hash.
 */
export function armsOf(
  experiments: readonly Experiment[] | undefined,
  customerId: string,
  atMs: number,
): ArmsByExperiment {
  const running = (experiments ?? []).filter((experiment) => isRunning(experiment, atMs));
  return Object.fromEntries(running.map((experiment) => [experiment.id, armOf(experiment, customerId).id]));
}

/** From the start on, and before the end; either may be open. */
function isRunning({ startsAt, endsAt }: Experiment, atMs: number): boolean {
  return (
    (startsAt === undefined || Date.parse(startsAt) <= atMs) && (endsAt === undefined || atMs < Date.parse(endsAt))
  );
}

/**
 * Weighted rendezvous hashing: each arm draws a number from its own hash of the customer, an exponential one with the
 * arm's share as its rate, and the smallest wins, which it does with a chance of exactly its share (Efraimidis and
 * Spirakis, "Weighted random sampling with a reservoir", 2006). The draws of two arms have nothing to do with each other: an arm
 * that is added takes its share from the others in proportion and moves nobody between those, which is the least that
 * can move; an arm that goes moves only its own customers.
 */
function armOf({ id, arms }: Experiment, customerId: string): ExperimentArm {
  const draws = arms.map((arm) => -log(uniform(`${id}/${arm.id}/${customerId}`)) / arm.share);
  return arms[draws.indexOf(Math.min(...draws))]!;
}

/** Evenly spread over (0, 1), never 0 or 1: the middle of one of 2^32 equal parts. IDs hold no slash, so no two keys meet. */
const uniform = (key: string): number => (murmur3(key) + 0.5) / 2 ** 32;
