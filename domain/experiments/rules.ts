import type { ArmSelection, Experiment, SelectionRules } from '../program/types';
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

/** What the arms change; an experiment or arm that is no longer in the program changes nothing. */
function selectionsOf(experiments: readonly Experiment[] | undefined, arms: ArmsByExperiment): ArmSelection[] {
  return (experiments ?? []).flatMap((experiment) => {
    const arm = experiment.arms.find(({ id }) => id === arms[experiment.id]);
    return arm?.selection ? [arm.selection] : [];
  });
}
