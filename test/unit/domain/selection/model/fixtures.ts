import { seededRandom } from '#domain/numbers/random';
import { type SelectionModel, Trainer } from '#domain/selection/model/index';
import type { CustomerDeeds, Deed, TrainingItem } from '#domain/selection/model/types';

export const sent = (...skus: string[]): Deed[] =>
  skus.map((sku, at) => ({ sku, kind: 'sent', atMs: at * 86_400_000 }));

/** Items of ten kinds; the last two digits say the kind, which only the category knows. */
export function shop(count: number): TrainingItem[] {
  return Array.from({ length: count }, (_, i) => ({
    sku: `i${i}`,
    categoryPath: ['Toys', `Kind ${i % 10}`],
    brand: `B${i % 7}`,
  }));
}

/** Customers who stay within a kind and go on to the next item of it. */
export function shoppers(items: readonly TrainingItem[], count: number, seed = 1): CustomerDeeds[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, customer) => {
    let at = Math.floor(random() * items.length);
    const skus = Array.from({ length: 3 + Math.floor(random() * 4) }, () => {
      at = (at + 10 * (random() < 0.7 ? 1 : Math.floor(random() * 5))) % items.length;
      return items[at]!.sku;
    });
    return { customerId: `cus_${customer}`, deeds: sent(...new Set(skus)) };
  });
}

export function trained(items: readonly TrainingItem[], customers: readonly CustomerDeeds[]): SelectionModel {
  const trainer = new Trainer(items);
  for (const customer of customers) trainer.add(customer);
  return trainer.finish();
}
