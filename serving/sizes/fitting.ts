import type { SizingRules } from '#domain/program/types';
import { Fitting } from '#domain/sizing/fitting';
import type { Queryable } from '#db/pool';
import { readSizingStanding } from '#db/sizing/sizedCustomer';
import type { FitModels } from './fitModels';

/** A customer before the sizes of a program, with what is known of them now and the fit model in charge. `preferredSize` goes before the one of their newest subscription. */
export async function readFitting(
  db: Queryable,
  models: FitModels,
  programId: string,
  customerId: string,
  rules: SizingRules,
  preferredSize?: string,
): Promise<Fitting> {
  const { customer, modelVersion } = await readSizingStanding(db, programId, customerId, rules);
  const preferring = preferredSize === undefined ? customer : { ...customer, preferredSize };
  return new Fitting(rules, preferring, await models.of(programId, modelVersion));
}
