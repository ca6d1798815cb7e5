import { foldedWords, type Token } from './fold';
import type { Name } from './names';
import type { CategoryPath } from './paths';
import { inBrand, inCategory, inTitle } from './postings';
import type { SearchDocument } from './types';
import type { Term } from './vocabulary';

/** An item in the index. What a search reads of every item that it finds is in `columns.ts`. */
export interface Entry {
  document: SearchDocument;
  /** The title's words in its order. */
  title: Term[];
  /** Each word of the item once. */
  words: string[];
  brand: Name | null;
  size: Name | null;
  style: Name | null;
  path: CategoryPath;
}

/** A name as filters compare it: words without case and accents, or, where it has no words, its signs. */
export const foldedName = (name: string): string => foldedWords(name).join(' ') || name.trim().toLowerCase();

/** A category's path, given as its levels, as filters compare it. */
export const foldedPath = (levels: string[]): string => levels.map(foldedName).join(' > ');

/** What a category's path comes to; thousands of items share one. */
interface FoldedCategory {
  /** The path down to each of its levels, as items spell it, and as filters compare it. */
  spelled: string[];
  folded: string[];
  words: string[];
}

const categories = new Map<string, FoldedCategory>();
const rememberedCategories = 20_000;

export function foldedCategory({ categoryPath }: SearchDocument): FoldedCategory {
  const key = categoryPath.join('\u0000');
  const known = categories.get(key);
  if (known) return known;
  const down = categoryPath.map((_, level) => categoryPath.slice(0, level + 1));
  const category = {
    spelled: down.map((path) => path.join(' > ')),
    folded: down.map(foldedPath),
    words: categoryPath.flatMap(foldedWords),
  };
  if (categories.size >= rememberedCategories) categories.clear();
  categories.set(key, category);
  return category;
}

/** Each word of an item, and which fields have it. */
export function fieldsByWord(document: SearchDocument, title: Token[]): Map<string, number> {
  const found = new Map<string, number>();
  const note = (word: string, field: number): unknown => found.set(word, (found.get(word) ?? 0) | field);
  for (const { word } of title) note(word, inTitle);
  for (const word of compounds(title)) note(word, inTitle);
  for (const word of foldedWords(document.brand ?? '')) note(word, inBrand);
  for (const word of foldedCategory(document).words) note(word, inCategory);
  return found;
}

/** `Spider-Man` is also found by `spiderman`. */
const compounds = (tokens: Token[]): string[] =>
  tokens.flatMap(({ word, isJoined }, at) => (isJoined && at > 0 ? [tokens[at - 1]!.word + word] : []));

/** Imagined reviews that a mean of stars is shrunk towards: one glowing review does not beat a hundred good ones. */
const prior = { reviews: 10, stars: 3.8 };
/** So many reviews say that everybody knows it. */
const wellKnownReviews = 500;

export function shrunkStars({ rating, reviewCount }: SearchDocument): number {
  const counted = rating === null ? 0 : reviewCount;
  return (prior.reviews * prior.stars + counted * (rating ?? 0)) / (prior.reviews + counted);
}

/** How good an item is, whatever was searched for, 0..1: its stars, how many know it, its awards; less when it is gone. */
export function qualityOf(document: SearchDocument): number {
  const { reviewCount, awards, inStock } = document;
  const known = Math.min(1, Math.log1p(reviewCount) / Math.log1p(wellKnownReviews));
  const awarded = awards.length / (awards.length + 1);
  return ((0.5 * shrunkStars(document)) / 5 + 0.35 * known + 0.15 * awarded) * (inStock ? 1 : 0.7);
}
