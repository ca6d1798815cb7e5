import { type Cell, invalid, valid } from './cell';
import { isReservedName, reservedNameMessage } from '../plainData';
import { cleanText } from './text';

const longestTitle = 1_000;
const longestLevel = 200;

export function parseSku(text: string): Cell<string> {
  const sku = text.trim();
  if (sku === '') return invalid('is empty');
  if (!/^[^\s\p{C}]{1,64}$/u.test(sku)) return invalid('is not 1 to 64 characters without spaces');
  return isReservedName(sku) ? invalid(reservedNameMessage) : valid(sku);
}

export function parseTitle(text: string): Cell<string> {
  const title = cleanText(text);
  if (title === '') return invalid('is empty');
  if (title.includes('\uFFFD')) return invalid('lost a character to a wrong encoding');
  if (title.length > longestTitle) return invalid(`is longer than ${longestTitle} characters`);
  return valid(title);
}

/** `Games > Card Games` is `['Games', 'Card Games']`. */
export function parseCategory(text: string, separator: string): Cell<string[]> {
  const levels = cleanText(text)
    .split(separator.trim() || separator)
    .map((level) => level.trim())
    .filter((level) => level !== '');
  if (levels.length === 0) return invalid('is empty');
  if (levels.some((level) => level.length > longestLevel))
    return invalid(`has a level of over ${longestLevel} characters`);
  if (levels.some((level) => level.includes('\uFFFD'))) return invalid('lost a character to a wrong encoding');
  return valid(levels);
}

/** `5 new` is 5 units on hand; `1 used` is none, and says so. */
export function parseStock(
  text: string,
  defaultStock: number | undefined,
): Cell<{ onHand: number; otherCondition: string | null }> {
  const trimmed = text.replace(/[\s\u00A0]+/g, ' ').trim();
  if (trimmed === '') {
    return defaultStock === undefined ? invalid('is empty') : valid({ onHand: defaultStock, otherCondition: null });
  }
  const [, count, condition = 'new'] = /^(\d{1,9})(?: (new|used|refurbished|collectible))?$/i.exec(trimmed) ?? [];
  if (count === undefined) return invalid('is not a number of units');
  const isNew = condition.toLowerCase() === 'new';
  return valid(
    isNew ? { onHand: Number(count), otherCondition: null } : { onHand: 0, otherCondition: condition.toLowerCase() },
  );
}

export function parseRating(text: string): Cell<number | null> {
  const trimmed = text.trim();
  if (trimmed === '') return valid(null);
  if (!/^\d+(\.\d+)?$/.test(trimmed)) return invalid('is not a number of stars');
  const stars = Number(trimmed);
  return stars <= 5 ? valid(stars) : invalid('is more than 5 stars');
}

export function parseCount(text: string): Cell<number> {
  const trimmed = text.trim();
  if (trimmed === '') return valid(0);
  if (!/^(\d{1,9}|\d{1,3}(,\d{3}){1,2})$/.test(trimmed)) return invalid('is not a whole number');
  return valid(Number(trimmed.replaceAll(',', '')));
}

export function parseAge(text: string): Cell<number | null> {
  const trimmed = text.trim();
  if (trimmed === '') return valid(null);
  if (!/^\d{1,3}$/.test(trimmed) || Number(trimmed) > 120) return invalid('is not an age in whole years');
  return valid(Number(trimmed));
}

/** `Gold Medal 2024 | Parents' Choice`: separated by a bar or a semicolon. */
export function parseAwards(text: string): Cell<string[]> {
  const awards = cleanText(text)
    .split(/[|;]/)
    .map((award) => award.trim())
    .filter((award) => award !== '');
  return valid([...new Set(awards)]);
}

export function parseBrand(text: string): Cell<string | null> {
  const brand = cleanText(text);
  if (brand.includes('\uFFFD')) return invalid('lost a character to a wrong encoding');
  if (brand.length > longestLevel) return invalid(`is longer than ${longestLevel} characters`);
  return valid(brand === '' ? null : brand);
}

/** What the sizes of one thing have in common; empty: it comes in one size only. */
export function parseStyle(text: string): Cell<string | null> {
  const style = text.trim();
  if (style === '') return valid(null);
  if (!/^[^\s\p{C}]{1,64}$/u.test(style)) return invalid('is not 1 to 64 characters without spaces');
  return isReservedName(style) ? invalid(reservedNameMessage) : valid(style);
}

/** One of the program's sizes, by its label, in upper or lower case. */
export function parseSize(text: string, sizes: readonly { label: string }[]): Cell<string | null> {
  const label = cleanText(text);
  if (label === '') return valid(null);
  const size = sizes.find((each) => each.label.toLowerCase() === label.toLowerCase());
  return size ? valid(size.label) : invalid('is no size of the program');
}
