import type { ArmSelection, Experiment, ExperimentArm, SelectionRules } from '../program/types';
import type { ArmsByExperiment } from './assign';

/**
 * The selection rules of a customer who is in these arms: the program's, with the weights that the arms override. The same
 * object when there are none, so that a caller can tell by identity that what is prepared for the program will do. The program's schema holds that no two
 * experiments that can run at one time override the same thing.
 */
export function rulesFor(
  rules: SelectionRules,
  experiments: readonly Experiment[] | undefined,
  arms: ArmsByExperiment,
): SelectionRules {
  const overrides = selectionsOf(experiments, arms).flatMap(({ weights }) => (weights ? [weights] : []));
  if (overrides.length === 0) return rules;
  return { ...rules, weights: Object.assign({}, rules.weights, ...overrides) as SelectionRules['weights'] };
}

/** May the trained model count in a pick for these arms? Yes, unless one of them says no: then selection is rules only. */
export function usesModel(experiments: readonly Experiment[] | undefined, arms: ArmsByExperiment): boolean {
  return selectionsOf(experiments, arms).every(({ learned }) => learned !== false);
}

/** May the customer's taste count in a search for these arms? Yes, unless one of them says no. */
export function searchUsesTaste(experiments: readonly Experiment[] | undefined, arms: ArmsByExperiment): boolean {
  return armsIn(experiments, arms).every(({ search }) => search?.personalized !== false);
}

/** What the arms change; an experiment or arm that is no longer in the program changes nothing. */
function selectionsOf(experiments: readonly Experiment[] | undefined, arms: ArmsByExperiment): ArmSelection[] {
  return armsIn(experiments, arms).flatMap(({ selection }) => (selection ? [selection] : []));
}

function armsIn(experiments: readonly Experiment[] | undefined, arms: ArmsByExperiment): ExperimentArm[] {
  return (experiments ?? []).flatMap((experiment) => experiment.arms.filter(({ id }) => id === arms[experiment.id]));
}
