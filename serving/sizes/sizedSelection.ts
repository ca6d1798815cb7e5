import type { PreparedCatalog } from '#domain/selection/index';
import type { Preferences, RankedItem, Selection } from '#domain/selection/types';
import type { Fitting } from '#domain/sizing/fitting';
import type { StyleTable } from '#domain/sizing/styles';
import { bestVariant, reasonOfSize, variantsLeftOut } from '#domain/sizing/variants';
import type { Queryable } from '#db/pool';
import type { FitModels } from './fitModels';
import { readFitting } from './fitting';
import type { ProgramCatalog } from '../picks/preparedCatalogs';

export interface SizedFor {
  customerId: string;
  /** Of the subscription that is selected for, whose size goes before that of another one. */
  preferences: Preferences;
  /** SKUs that the customer had or turned down. */
  had: readonly string[];
  soldOut: ReadonlySet<string>;
}

/** Selects among everything but these SKUs. */
type Select = (leftOut: ReadonlySet<string>) => Selection | null;

const noneLeftOut: ReadonlySet<string> = new Set();
/** The trained model rarely sees another size as the best one; after this many selections what is still disputed is dropped. */
const mostRounds = 4;

/** The items of a selection for a customer, the pick first; in a program with sizes, each in the one that fits them best. */
export async function selectSized(
  db: Queryable,
  models: FitModels,
  { program, styles }: ProgramCatalog,
  { inStock, indexBySku }: PreparedCatalog,
  { customerId, preferences, had, soldOut }: SizedFor,
  select: Select,
): Promise<RankedItem[]> {
  if (!styles) return itemsOf(select(noneLeftOut));
  const fitting = await readFitting(db, models, program.id, customerId, styles.rules, preferences.size);
  const isInStock = (sku: string): boolean => {
    const index = indexBySku.get(sku);
    return index !== undefined && inStock[index] === 1 && !soldOut.has(sku);
  };
  const leftOut = new Set(variantsLeftOut(styles, fitting, { isInStock, had }));
  return settled(select, leftOut, styles, fitting, isInStock);
}

/** Selects until each chosen item is in the size that all that is known says is best: a closer look at few instead of at all. */
function settled(
  select: Select,
  leftOut: Set<string>,
  styles: StyleTable,
  fitting: Fitting,
  isInStock: (sku: string) => boolean,
): RankedItem[] {
  for (let round = 1; ; round += 1) {
    const disputed = new Map<string, string | null>();
    const ranked = itemsOf(select(leftOut));
    for (const { sku } of ranked) {
      const style = styles.ofSku.get(sku);
      const best = style ? (bestVariant(fitting, style, isInStock)?.sku ?? null) : sku;
      if (best !== sku) disputed.set(sku, best);
    }
    if (disputed.size === 0 || round === mostRounds) {
      return ranked.filter(({ sku }) => !disputed.has(sku)).map((item) => withReason(item, styles, fitting));
    }
    for (const [sku, best] of disputed) {
      leftOut.add(sku);
      if (best !== null) leftOut.delete(best);
    }
  }
}

const itemsOf = (selection: Selection | null): RankedItem[] =>
  selection ? [selection.pick, ...selection.alternatives] : [];

function withReason(item: RankedItem, styles: StyleTable, fitting: Fitting): RankedItem {
  const reason = reasonOfSize(styles, fitting, item.sku);
  return reason === null ? item : { ...item, reason: `${item.reason} ${reason}` };
}
