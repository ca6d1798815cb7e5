/** An item, and what its sizes have in common if it comes in some. */
export interface Sized {
  sku: string;
  styleId?: string | null;
}

/**
 * For each SKU of a style the one that stands for all its sizes: the lowest, so that the order of items cannot matter. Who
 * takes a dress in M likes the dress, and that says the same for L. SKUs of no style are not in it: they stand for themselves.
 */
export function standInsOf(items: readonly Sized[]): Map<string, string> {
  const lowest = new Map<string, string>();
  for (const { sku, styleId } of items) {
    const known = styleId ? lowest.get(styleId) : undefined;
    if (styleId && (known === undefined || sku < known)) lowest.set(styleId, sku);
  }
  return new Map(items.flatMap(({ sku, styleId }) => (styleId ? [[sku, lowest.get(styleId)!] as const] : [])));
}
