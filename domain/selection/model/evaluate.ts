import { Best } from '../best';
import { remember } from './history';
import { allSlots, Ranker, type SelectionModel, standInOf } from './model';
import { opinionsOf } from './opinion';
import { scoreOfRanks } from './ranks';
import type { Deed, HoldoutCase, ModelScore } from './types';

/** Scores of all items of a model after some deeds; those that the deeds name have -Infinity. Written again by the next call. */
function scorer(model: SelectionModel): (deeds: readonly Deed[]) => Float64Array {
  const ranker = new Ranker(model, allSlots(model.skus.length, model.rows), model.weights);
  const { numbers } = model;
  return (deeds) => {
    const opinions = opinionsOf(deeds, (sku) => standInOf(model, sku));
    const liked = opinions.filter(({ strength }) => strength > 0);
    const scores = ranker.rank(remember(liked, (sku) => ({ item: numbers.get(sku) ?? -1, slot: -1 })));
    for (const { sku } of opinions) if (numbers.has(sku)) scores[numbers.get(sku)!] = -Infinity;
    return scores;
  };
}

/** The best `count` items after some deeds, by the model alone; items that the deeds name are left out, and of sizes one SKU stands for all. */
export function topItems(model: SelectionModel, count: number): (deeds: readonly Deed[]) => string[] {
  const scoresAfter = scorer(model);
  return (deeds) => {
    const best = new Best(Math.min(count, model.skus.length));
    const scores = scoresAfter(deeds);
    for (let item = 0; item < scores.length; item += 1) if (scores[item]! > -Infinity) best.add(item, scores[item]!);
    return best.sorted().map(({ index }) => model.skus[index]!);
  };
}

/** How well a model ranks items that were kept from it, among all that it knows and the customer has not had. Ties count against it. */
export function evaluateModel(model: SelectionModel, cases: Iterable<HoldoutCase>): ModelScore {
  const scoresAfter = scorer(model);
  const ranks: number[] = [];
  for (const { deeds, nextSku } of cases) {
    const next = model.numbers.get(nextSku);
    const scores = scoresAfter(deeds);
    if (next === undefined || scores[next] === -Infinity) ranks.push(Infinity);
    else {
      const own = scores[next]!;
      let rank = -1;
      for (const score of scores) if (score >= own) rank += 1;
      ranks.push(rank);
    }
  }
  return scoreOfRanks(ranks);
}
