import { type Remembered, rememberedItems } from './features';
import type { Opinion } from './opinion';
import { dayMs } from '../../time';

/** Days after which a deed counts half for what comes next. */
const halfLifeMs = 365 * dayMs;

/** How much the item that `age` others followed counts; `apartMs` is the time between it and the newest. */
export function recency(age: number, apartMs: number): number {
  return 2 ** (-Math.max(0, apartMs) / halfLifeMs) / (1 + age);
}

/** A customer's liked items, newest first, as features take them. */
export function remember(
  liked: readonly Opinion[],
  find: (sku: string) => { item: number; slot: number },
): (Remembered & { sku: string })[] {
  const newest = liked.slice(-rememberedItems).reverse();
  const newestAtMs = newest[0]?.atMs ?? 0;
  return newest.map(({ sku, strength, atMs }, age) => ({
    sku,
    ...find(sku),
    weight: strength * recency(age, newestAtMs - atMs),
  }));
}
