import type { Fitting } from './fitting';
import { bestOf, isMisfit } from './recommend';
import { sizeReason } from './reason';
import type { StyleTable } from './styles';
import type { Style, Variant } from './types';

export interface VariantOptions {
  isInStock: (sku: string) => boolean;
  /** SKUs that the customer had or turned down: in another size it would be the same thing again. */
  had: readonly string[];
}

/** With nothing known of the customer, this many sizes off the usual one is still offered. */
const fromUsual = 1;

/**
 * The SKUs that are no candidates for this customer, since another size of the same style fits them better, or none of the
 * style's sizes in stock is likely to fit, or they had the style in another size. What is left has one SKU per style: the
 * best-fitting one in stock. It goes through all styles without the trained model, which `bestVariant` asks about those that
 * were chosen.
 */
export function variantsLeftOut(table: StyleTable, fitting: Fitting, { isInStock, had }: VariantOptions): string[] {
  const past = new Set(had.map((sku) => table.ofSku.get(sku)).filter((style) => style !== undefined));
  const leftOut: string[] = [];
  for (const style of table.styles) {
    const variants = past.has(style) ? [] : style.variants.filter(({ sku }) => isInStock(sku));
    const kept = variants.length === 0 ? null : roughlyBest(fitting, { ...style, variants }, isInStock);
    for (const { sku } of style.variants) if (sku !== kept?.sku) leftOut.push(sku);
  }
  return leftOut;
}

function roughlyBest(fitting: Fitting, style: Style, isInStock: (sku: string) => boolean): Variant | null {
  if (!fitting.isPlaced) return usual(fitting, style.variants);
  const best = bestOf(fitting.roughly(style), isInStock);
  return best && !isMisfit(best.chances) ? best.variant : null;
}

/** The size of a style in stock that fits best, by all that is known; null: none is likely to. */
export function bestVariant(fitting: Fitting, style: Style, isInStock: (sku: string) => boolean): Variant | null {
  const variants = style.variants.filter(({ sku }) => isInStock(sku));
  if (variants.length === 0) return null;
  if (!fitting.isKnown) return usual(fitting, variants);
  const best = bestOf(fitting.of({ ...style, variants }).variants, isInStock);
  return best && !isMisfit(best.chances) ? best.variant : null;
}

/** What most customers keep, or the middle of the program's sizes. */
function usual({ rules, knowledge }: Fitting, variants: readonly Variant[]): Variant | null {
  const kept = knowledge?.facts.kept ?? [];
  const most = kept.indexOf(Math.max(...kept, 1));
  const position = most >= 0 ? most : Math.floor((rules.sizes.length - 1) / 2);
  const distance = (variant: Variant): number => Math.abs(variant.position - position);
  const nearest = variants.reduce((best, each) => (distance(each) < distance(best) ? each : best));
  return distance(nearest) <= fromUsual ? nearest : null;
}

/** Why the size of a pick: null for an item without sizes. */
export function reasonOfSize(table: StyleTable, fitting: Fitting, sku: string): string | null {
  const style = table.ofSku.get(sku);
  const variant = style?.variants.find((each) => each.sku === sku);
  if (!style || !variant) return null;
  if (!fitting.isKnown) return `It comes in ${variant.label}, since you have not told us your size.`;
  const { variants, basis } = fitting.of(style);
  const chosen = variants.find((each) => each.variant === variant) ?? null;
  return sizeReason(fitting, style, basis, chosen, () => true);
}
