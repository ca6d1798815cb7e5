import type { PreparedCatalog } from '../catalog';
import { attributeRows } from '../model/attributes';
import { Ranker, type SelectionModel, standInOf } from '../model/model';
import { acceptanceOf, hashOf } from './exploration';

/** A model as it fits a catalog: made once, then used for every customer. */
export interface PreparedModel {
  model: SelectionModel;
  /** Its slots are the catalog's indexes. Its arrays are written again by each ranking. */
  ranker: Ranker;
  find: (sku: string) => { item: number; slot: number };
  /** The SKU that stands for all sizes of the item. */
  standInOf: (sku: string) => string;
  /** Acceptance of each item, and how far it may be from that (0: it is known). */
  means: Float64Array;
  doubts: Float64Array;
  /** Of the SKU that stands for all sizes. */
  skuHashes: Uint32Array;
}

/** Held weakly: when a catalog or model is replaced, what was prepared for it goes too. */
const prepared = new WeakMap<PreparedCatalog, WeakMap<SelectionModel, PreparedModel>>();

export function preparedFor(catalog: PreparedCatalog, model: SelectionModel): PreparedModel {
  const ofCatalog = prepared.get(catalog) ?? new WeakMap<SelectionModel, PreparedModel>();
  prepared.set(catalog, ofCatalog);
  const known = ofCatalog.get(model) ?? prepare(catalog, model);
  ofCatalog.set(model, known);
  return known;
}

function prepare(catalog: PreparedCatalog, model: SelectionModel): PreparedModel {
  const items = itemsOf(catalog, model);
  const known = Array.from(items, (item) =>
    acceptanceOf(item < 0 ? 0 : model.kept[item]!, item < 0 ? 0 : model.refused[item]!),
  );
  return {
    model,
    ranker: new Ranker(model, { items, rows: attributeRows(model.attributes, catalog.items) }, model.weights),
    find: (sku) => {
      const slot = catalog.indexBySku.get(sku) ?? -1;
      return { item: slot < 0 ? (model.numbers.get(sku) ?? -1) : items[slot]!, slot };
    },
    standInOf: (sku) => {
      const slot = catalog.indexBySku.get(sku) ?? -1;
      if (slot < 0) return standInOf(model, sku);
      return model.skus[items[slot]!] ?? skuOfStandIn(catalog, slot);
    },
    means: Float64Array.from(known, ({ mean }) => mean),
    doubts: Float64Array.from(known, ({ doubt }) => doubt),
    skuHashes: Uint32Array.from(catalog.items, (_, slot) => hashOf(skuOfStandIn(catalog, slot))),
  };
}

const skuOfStandIn = ({ items, standIns }: PreparedCatalog, slot: number): string => items[standIns[slot]!]!.sku;

/** The model's number of each item, -1 for what it does not know. A size that is new since is known by the others of its style. */
function itemsOf({ items, standIns }: PreparedCatalog, { numbers }: SelectionModel): Int32Array {
  const own = Int32Array.from(items, ({ sku }) => numbers.get(sku) ?? -1);
  const ofStyle = new Int32Array(items.length).fill(-1);
  own.forEach((number, slot) => {
    if (number >= 0) ofStyle[standIns[slot]!] = number;
  });
  return own.map((number, slot) => (number >= 0 ? number : ofStyle[standIns[slot]!]!));
}
