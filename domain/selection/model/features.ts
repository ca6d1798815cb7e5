import type { AttributeRows, AttributeSpace } from './attributes';
import type { Companions } from './companions';
import type { PartName } from './types';

/**
 * What the simple models say about an item for one customer: a number each, which the ensemble weighs and adds up.
 * Sums over companions enter as square roots: the tenth customer who agrees says less than the first.
 */
export const features = [
  { name: 'after', part: 'companions' },
  { name: 'next', part: 'companions' },
  { name: 'before', part: 'companions' },
  { name: 'together', part: 'companions' },
  { name: 'togetherEver', part: 'companions' },
  { name: 'afterLatest', part: 'companions' },
  { name: 'walk', part: 'taste' },
  { name: 'content', part: 'attributes' },
  { name: 'contentOfLatest', part: 'attributes' },
  { name: 'popularContent', part: 'attributes' },
  { name: 'lift', part: 'attributes' },
  { name: 'popularity', part: 'popularity' },
] as const satisfies readonly { name: string; part: PartName }[];

export type Column = (typeof features)[number]['name'];

/** The part of a model that features come from. Items are numbered. */
export interface ModelCore {
  /** Sum of the strengths of all positive opinions of each item. */
  popularity: Float64Array;
  /** The same, but old ones fade: how popular it is now. */
  recent: Float64Array;
  companions: Companions;
  attributes: AttributeSpace;
  /** Attributes of the model's items. */
  rows: AttributeRows;
}

/** Items to be scored: for each slot the model's number of the item (-1: unknown to it) and its attributes. */
export interface Slots {
  items: Int32Array;
  rows: AttributeRows;
}

/** An item of the customer's past, newest first. */
export interface Remembered {
  /** The model's number, or -1. */
  item: number;
  /** Its slot, or -1: attributes of an item that the model does not know. */
  slot: number;
  /** How much it counts. */
  weight: number;
}

/** So many of the newest items count; each the less the older. */
export const rememberedItems = 30;
