import { FitCounter } from '#domain/sizing/facts';
import { Fitting } from '#domain/sizing/fitting';
import type { FitClass, FitModel } from '#domain/sizing/model/types';
import { styleTable } from '#domain/sizing/styles';
import type { FitKnowledge, OwnFit, SizedCustomer, Style } from '#domain/sizing/types';
import { wearProgram, wearSizes } from '#test/support/wearProgram';

const rules = wearProgram().sizing!;

/** Styles by ID, in these sizes. */
export const tableOf = (styles: Record<string, { sizes?: string[]; brand?: string }>) =>
  styleTable(
    Object.entries(styles).flatMap(([styleId, { sizes = wearSizes, brand = 'Brand' }]) =>
      sizes.map((size) => {
        const sku = `${styleId}-${size}`;
        return { sku, title: styleId, brand, categoryPath: ['Wear', 'Tops'], styleId, size };
      }),
    ),
    rules,
  );

export const styleOf = (styleId: string, of: { sizes?: string[]; brand?: string } = {}): Style =>
  tableOf({ [styleId]: of }).styles[0]!;

export const had = (size: string, fit: FitClass, of: { styleId?: string; brand?: string } = {}): OwnFit => ({
  styleId: of.styleId ?? 'another',
  brand: of.brand ?? 'Other brand',
  category: 'tops',
  position: wearSizes.indexOf(size),
  fit,
});

const customer = (change: Partial<SizedCustomer> = {}): SizedCustomer => ({
  customerId: 'cus_1',
  fits: [],
  measurements: {},
  preferredSize: null,
  ...change,
});

export const fittingOf = (change: Partial<SizedCustomer> = {}, knowledge: FitKnowledge | null = null): Fitting =>
  new Fitting(rules, customer(change), knowledge);

/** A model that has an opinion on nothing: what is tested here is what stands around it. */
const indifferent: FitModel = {
  predict: (cases) => cases.map(() => ({ small: 0.15, fit: 0.7, large: 0.15 })),
  evidence: () => ({ customerRecords: 0, styleRecords: 0, measurements: 0 }),
};

/** What a training would have counted. */
export function knowledgeOf(
  records: { styleId: string; fit: FitClass; size?: string }[],
  model: FitModel = indifferent,
): FitKnowledge {
  const counter = new FitCounter(wearSizes.length);
  for (const { styleId, fit, size = 'M' } of records) {
    counter.add({ styleId, brand: null, position: wearSizes.indexOf(size), fit });
  }
  return { model, facts: counter.facts() };
}

export const inStock = (): boolean => true;
