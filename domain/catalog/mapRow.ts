import type { CatalogMapping, SizingRules } from '../program/types';
import type { CatalogItem } from '../selection/types';
import type { Cell } from './cell';
import {
  parseAge,
  parseAwards,
  parseBrand,
  parseCategory,
  parseCount,
  parseRating,
  parseSize,
  parseSku,
  parseStock,
  parseStyle,
  parseTitle,
} from './cells';
import { parseMoney } from './money';

/** An item as a merchant's file states it. */
export interface ImportedItem extends Omit<CatalogItem, 'available'> {
  /** Units that a box may send. */
  onHand: number;
  /** The condition that the file states when it is not `new`: such units are not counted in `onHand`. */
  otherCondition: string | null;
}

/** Why a row did not become an item. */
export interface Refusal {
  /** Line of the file on which the row starts; the header is line 1. */
  line: number;
  /** SKU as the file has it, for people who look the row up. */
  sku: string;
  /** The file's name of the column at fault. */
  column: string;
  /** Reads after the column's name: `is empty`. The same words for every row, so that they can be counted. */
  reason: string;
  /** What differs from row to row, such as the line of the first of two equal SKUs. */
  detail?: string;
}

/** One row of the file: cells by column name. */
export type CatalogRow = Record<string, string | undefined>;

export type MappedRow = { item: ImportedItem } | { refusal: Refusal };

/**
 * One row as an item, or the first reason why it is none. Nothing is guessed: an unreadable cell refuses its row.
 * Units that are not new (used, refurbished, collectible) never go into a box, so such a row is an item with no stock;
 * refusing it instead would leave the units of an earlier file on sale.
 */
export function mapRow(
  row: CatalogRow,
  line: number,
  mapping: CatalogMapping,
  currency: string,
  sizing?: SizingRules,
): MappedRow {
  const { columns } = mapping;
  /** The value of a column; a column that is not mapped reads as empty. */
  const read = <T>(column: string | undefined, parse: (text: string) => Cell<T>): T => {
    const cell = parse(column === undefined ? '' : (row[column] ?? ''));
    if (!cell.ok) throw new UnreadableCell(column ?? '', cell.reason);
    return cell.value;
  };

  try {
    const identity = {
      sku: read(columns.sku, parseSku),
      title: read(columns.title, parseTitle),
      categoryPath: read(columns.category, (text) => parseCategory(text, mapping.categorySeparator)),
      brand: read(columns.brand, parseBrand),
      priceCents: read(columns.price, (text) => parseMoney(text, currency)),
    };
    const stock = read(columns.stock, (text) => parseStock(text, mapping.defaultStock));
    const opinions = {
      rating: read(columns.rating, parseRating),
      reviewCount: read(columns.reviewCount, parseCount),
      awards: read(columns.awards, parseAwards),
    };
    const ageMinYears = read(columns.ageMin, parseAge);
    const ageMaxYears = read(columns.ageMax, parseAge);
    if (ageMinYears !== null && ageMaxYears !== null && ageMinYears > ageMaxYears) {
      throw new UnreadableCell(columns.ageMin ?? '', 'is more than the highest age');
    }
    const styleId = read(columns.style, parseStyle);
    const size = read(columns.size, (text) => parseSize(text, sizing?.sizes ?? []));
    if (styleId !== null && size === null)
      throw new UnreadableCell(columns.size ?? '', 'is empty, and the style is not');
    if (styleId === null && size !== null)
      throw new UnreadableCell(columns.style ?? '', 'is empty, and the size is not');
    return { item: { ...identity, ...opinions, ageMinYears, ageMaxYears, ...stock, styleId, size } };
  } catch (error) {
    if (!(error instanceof UnreadableCell)) throw error;
    const sku = (row[columns.sku] ?? '').trim();
    return { refusal: { line, sku, column: error.column, reason: error.reason } };
  }
}

/** Leaves `mapRow` at the first cell that cannot be read. */
class UnreadableCell extends Error {
  constructor(
    readonly column: string,
    readonly reason: string,
  ) {
    super(reason);
  }
}
