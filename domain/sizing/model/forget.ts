import { decodeFitModel, encodeFitModel } from './codec';
import { Codebook } from './coding/codebook';
import { Words } from './coding/groups';
import { EnsembleModel } from './model';

/**
 * The encoded model without these customers: whoever asks about them gets the answer for a stranger, and no byte names
 * them. What it learned of everybody stays, theirs included, as sums without a name. The same bytes when it knew none of them.
 * @throws PackedFormatError for bytes of another version
 */
export function withoutCustomers(bytes: Uint8Array, isForgotten: (customerId: string) => boolean): Uint8Array {
  const model = decodeFitModel(bytes);
  if (!(model instanceof EnsembleModel)) throw new TypeError('a decoded fit model is an ensemble');
  const { codebook } = model.parts;
  const { words } = codebook.words.customer;
  if (!words.some(isForgotten)) return bytes;
  // Each keeps its number, which others' sums are found by. No customer's ID begins with a blank.
  const customer = new Words(words.map((word, at) => (isForgotten(word) ? ` ${at}` : word)));
  const renamed = new Codebook(codebook.variantsPerStep, { ...codebook.words, customer }, codebook.pairs);
  return encodeFitModel(new EnsembleModel({ ...model.parts, codebook: renamed }));
}
