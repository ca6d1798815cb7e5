import type { FitComparison } from '#domain/sizing/heldBack';
import { judge, type Verdict } from '../model/verdict';

/** Of fewer customers chance says more than the models do. */
const fewestCustomers = 30;

/** Is a fit model good enough to take over? `inCharge`: the version that is, whether or not it could be measured. */
export function fitVerdictOf(measured: FitComparison, inCharge: number | null): Verdict {
  const { fits, customers, logLoss, running, tolerance } = measured;
  const of = `${fits} held-back fits of ${customers} customers`;
  if (inCharge !== null && customers < fewestCustomers) {
    return { publish: true, reason: `too few to judge by: ${of}, and ${fewestCustomers} are needed` };
  }
  if (inCharge !== null && !running) {
    return {
      publish: true,
      reason: `version ${inCharge} cannot be measured: it knew what is held back, or is unreadable`,
    };
  }
  return judge({
    figure: 'log loss',
    on: of,
    better: 'lower',
    candidate: logLoss,
    running: running && { version: running.version, value: running.logLoss },
    tolerance,
  });
}
