import type { Basis, Fitting, VariantChances } from './fitting';
import { countWords, sizeReason } from './reason';
import type { SizeChances, Style, Variant } from './types';

/** How sure the recommendation is; `none`: there is too little to go on, and nothing is recommended. */
export type SizeConfidence = 'none' | 'low' | 'medium' | 'high';

export interface SizeAdvice {
  styleId: string;
  title: string;
  /** Smallest first. Chances are null with too little to go on. */
  sizes: (Variant & { inStock: boolean; chances: SizeChances | null })[];
  /** The size that fits best, in stock or not; null when there is too little to go on, or none of them is likely to fit. */
  recommended: Variant | null;
  confidence: SizeConfidence;
  /** A sentence or two, true of what the advice rests on. */
  reason: string;
}

/** The size of a style for a customer. Pure: the same customer, style and knowledge always get the same answer. */
export function recommendSize(fitting: Fitting, style: Style, isInStock: (sku: string) => boolean): SizeAdvice {
  const { styleId, title } = style;
  const { variants, basis } = fitting.of(style);
  const sizes = variants.map(({ variant, chances }) => {
    return { ...variant, inStock: isInStock(variant.sku), chances: fitting.isKnown ? chances : null };
  });
  const best = fitting.isKnown ? bestOf(variants, isInStock) : null;
  const recommended = best && !isMisfit(best.chances) ? best : null;
  return {
    styleId,
    title,
    sizes,
    recommended: recommended?.variant ?? null,
    confidence: recommended ? confidenceOf(fitting, basis, recommended) : 'none',
    reason: sizeReason(fitting, style, basis, best, isInStock),
  };
}

/** Is it likelier to be too small, or too large, than to be right? */
export const isMisfit = ({ small, right, large }: SizeChances): boolean => right < Math.max(small, large);

/** Of several SKUs of one size, one that is in stock; the lower SKU otherwise. */
export function bestOf(
  variants: readonly VariantChances[],
  isInStock: (sku: string) => boolean,
): VariantChances | null {
  let best: VariantChances | null = null;
  for (const each of variants) {
    const gain = best ? each.chances.right - best.chances.right : 1;
    if (gain > 0 || (gain === 0 && best && !isInStock(best.variant.sku) && isInStock(each.variant.sku))) best = each;
  }
  return best;
}

/**
 * Three fits of their own that agree make it high, one makes it medium; what was only stated or measured may still be off. What
 * speaks against the size makes it less sure: any of it, if it is not outweighed three times, and as much as speaks for it.
 */
function confidenceOf(
  fitting: Fitting,
  { fits, model }: Basis,
  { variant, chances: { right } }: VariantChances,
): SizeConfidence {
  const words = countWords(fitting, variant.position);
  const { chart, doubtsChart } = fitting;
  if (fits >= 3 && right >= 0.6 && words.for >= 3 * words.against && !doubtsChart) return 'high';
  const agrees = chart !== null && !doubtsChart && chart.highest - chart.lowest < 2;
  const measured = agrees || (model?.measurements ?? 0) >= 2;
  const worn = fits > 0 && words.for > words.against;
  return (fits > 0 ? worn : measured) && right >= 0.5 ? 'medium' : 'low';
}
