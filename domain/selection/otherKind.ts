import type { PreparedCatalog } from './catalog';
import type { CustomerView } from './customer';
import type { Deed } from './model/types';
import type { TurnedDown } from './turnedDown';

/**
 * That item `index` is of another kind than something which the customer turned down. Said only where that kind is lower in
 * the score for it than the item's own.
 */
export function otherKindClause(catalog: PreparedCatalog, view: CustomerView, index: number): string | null {
  const { turnedDown, learned, penalties } = view;
  const kindOf = (each: number): number => catalog.kinds[each]!;
  const isOther = (other: TurnedDown): boolean => kindOf(other.index) !== kindOf(index);
  if (turnedDown && isOther(turnedDown) && penalties[kindOf(turnedDown.index)]! > penalties[kindOf(index)]!) {
    return clauseFor(catalog, turnedDown);
  }
  const saying = learned?.sayings.find(({ strength }) => strength <= leastClear);
  if (!learned || !saying || !isOther(saying)) return null;
  if (learned.partsOf(saying.index).feedback >= learned.partsOf(index).feedback) return null;
  return clauseFor(catalog, saying);
}

/** A saying of this strength or below is a no: two stars are, three are not. */
const leastClear = -0.5;

function clauseFor(catalog: PreparedCatalog, { index, how }: TurnedDown): string | null {
  const words = wordsFor(how);
  return words && `it is of another kind than ${catalog.items[index]!.title}, which you ${words}`;
}

function wordsFor(how: Deed['kind']): string | null {
  switch (how) {
    case 'swappedAway':
      return 'swapped away';
    case 'skipped':
      return 'skipped';
    case 'returned':
      return 'sent back';
    case 'rated':
      return 'did not like';
    default:
      return null;
  }
}
