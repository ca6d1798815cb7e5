import type { SizingRules } from '../program/types';
import type { CatalogItem } from '../selection/types';
import type { Style } from './types';

/** The styles of a program's catalog, worked out once. */
export interface StyleTable {
  rules: SizingRules;
  styles: Style[];
  /** By the SKU of any of its sizes. */
  ofSku: ReadonlyMap<string, Style>;
}

/** Items without a size, or with one that the program no longer has, are of no style. */
export function styleTable(
  items: readonly Pick<CatalogItem, 'sku' | 'title' | 'brand' | 'categoryPath' | 'styleId' | 'size'>[],
  rules: SizingRules,
): StyleTable {
  const positions = positionsOf(rules);
  const styles = new Map<string, Style>();
  const ofSku = new Map<string, Style>();
  for (const { sku, title, brand, categoryPath, styleId, size } of items) {
    const position = size ? positions.get(size) : undefined;
    if (!styleId || !size || position === undefined) continue;
    const style = styles.get(styleId) ?? { styleId, title, brand, category: categoryOf(categoryPath), variants: [] };
    style.variants.push({ sku, label: size, position });
    styles.set(styleId, style);
    ofSku.set(sku, style);
  }
  // Two SKUs of one size, which a file may have: the lower one goes first, whatever the order of the rows.
  for (const { variants } of styles.values()) {
    variants.sort((one, other) => one.position - other.position || (one.sku < other.sku ? -1 : 1));
  }
  return { rules, styles: [...styles.values()], ofSku };
}

export const positionsOf = ({ sizes }: SizingRules): Map<string, number> =>
  new Map(sizes.map(({ label }, position) => [label, position]));

export const categoryOf = (categoryPath: readonly string[]): string | null =>
  categoryPath.at(-1)?.toLowerCase() ?? null;
