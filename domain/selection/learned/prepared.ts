import type { PreparedCatalog } from '../catalog';
import { attributeRows } from '../model/attributes';
import { Ranker, type SelectionModel } from '../model/model';
import { acceptanceOf, hashOf } from './exploration';

/** A model as it fits a catalog: made once, then used for every customer. */
export interface PreparedModel {
  model: SelectionModel;
  /** Its slots are the catalog's indexes. Its arrays are written again by each ranking. */
  ranker: Ranker;
  find: (sku: string) => { item: number; slot: number };
  /** Acceptance of each item, and how far it may be from that (0: it is known). */
  means: Float64Array;
  doubts: Float64Array;
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
  const items = Int32Array.from(catalog.items, ({ sku }) => model.numbers.get(sku) ?? -1);
  const known = Array.from(items, (item) =>
    acceptanceOf(item < 0 ? 0 : model.kept[item]!, item < 0 ? 0 : model.refused[item]!),
  );
  return {
    model,
    ranker: new Ranker(model, { items, rows: attributeRows(model.attributes, catalog.items) }, model.weights),
    find: (sku) => ({ item: model.numbers.get(sku) ?? -1, slot: catalog.indexBySku.get(sku) ?? -1 }),
    means: Float64Array.from(known, ({ mean }) => mean),
    doubts: Float64Array.from(known, ({ doubt }) => doubt),
    skuHashes: Uint32Array.from(catalog.items, ({ sku }) => hashOf(sku)),
  };
}
