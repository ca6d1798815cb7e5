import type { Ranking } from '#serving/picks/liveRanking';
import type { ProgramCatalog } from '#serving/picks/preparedCatalogs';
import { rulesFor } from '#domain/experiments/rules';
import { diverse, wholeWeight } from '#domain/selection/diversity';
import type { RankedItem } from '#domain/selection/types';

/** What a customer may swap the pick for. */
export const alternatives = 8;

/**
 * The pick and what it may be swapped for, out of a ranking. What was planned counts only while it is among what suits; each
 * item's reason is its own, so it stays true. The ranking was made to differ in kind, so choosing again out of it, by the
 * weights of the arms that it was made for, gives what choosing out of the whole catalog would.
 */
export function offer(
  programCatalog: ProgramCatalog,
  { items, arms }: Pick<Ranking, 'items' | 'arms'>,
  planned: string | null,
): RankedItem[] {
  const pick = items.find(({ sku }) => sku === planned) ?? items[0];
  if (!pick) return [];
  const { selection, experiments } = programCatalog.program;
  const rules = rulesFor(selection, experiments, arms);
  const catalog = programCatalog.for(rules);
  const rest = items.filter((item) => item !== pick && catalog.indexBySku.has(item.sku));
  const pickIndex = catalog.indexBySku.get(pick.sku);
  // An item that left the catalog since is no alternative; as the pick it was checked against the shelf.
  if (pickIndex === undefined) return [pick, ...rest.slice(0, alternatives)];
  const candidates = rest.map((item) => ({ item, index: catalog.indexBySku.get(item.sku)!, score: item.score }));
  const whole = wholeWeight(rules.weights, pick.parts);
  const chosen = diverse(catalog, whole, pickIndex, candidates, alternatives);
  return [pick, ...chosen.map(({ item }) => item)];
}
