import { Columns, none } from './columns';
import { type Entry, fieldsByWord, foldedCategory, foldedName, qualityOf, shrunkStars } from './entries';
import { tokensOf } from './fold';
import { Names } from './names';
import { Paths } from './paths';
import { countedLength } from './titleLength';
import type { SearchDocument } from './types';
import { type Term, Vocabulary } from './vocabulary';

/** The items of an index, each in a slot that is given to another item once it is free, and what they share. */
export class Store {
  readonly entries: (Entry | undefined)[] = [];
  readonly columns = new Columns();
  readonly vocabulary = new Vocabulary();
  readonly brands = new Names();
  readonly sizes = new Names();
  /** By their IDs, which are compared as they are. */
  readonly styles = new Names();
  readonly paths = new Paths();
  /** Words of all titles. */
  titleWords = 0;
  private readonly slots = new Map<string, number>();
  private readonly freeSlots: number[] = [];

  get size(): number {
    return this.slots.size;
  }

  put(document: SearchDocument): void {
    this.remove(document.key);
    const slot = this.freeSlots.pop() ?? this.entries.length;
    const entry = this.enter(document, slot);
    this.entries[slot] = entry;
    this.slots.set(document.key, slot);
    this.fill(slot, entry);
    this.titleWords += entry.title.length;
    this.vocabulary.forget();
  }

  remove(key: string): void {
    const slot = this.slots.get(key);
    if (slot === undefined) return;
    const { document, title, words, brand, size, style, path } = this.entries[slot]!;
    for (const word of words) this.vocabulary.remove(word, slot);
    if (brand) this.brands.remove(brand, document.brand!);
    if (size) this.sizes.remove(size, document.size!);
    if (style) this.styles.remove(style, style.folded);
    this.paths.remove(path, foldedCategory(document).spelled);
    this.entries[slot] = undefined;
    this.slots.delete(key);
    this.freeSlots.push(slot);
    this.titleWords -= title.length;
    this.vocabulary.forget();
  }

  private enter(document: SearchDocument, slot: number): Entry {
    const { title, brand, size = null, styleId = null } = document;
    const tokens = tokensOf(title);
    const { folded, spelled } = foldedCategory(document);
    const terms = new Map<string, Term>();
    for (const [word, fields] of fieldsByWord(document, tokens)) {
      terms.set(word, this.vocabulary.add(word, slot, fields));
    }
    return {
      document,
      title: tokens.map(({ word }) => terms.get(word)!),
      words: [...terms.keys()],
      brand: brand === null ? null : this.brands.add(foldedName(brand), brand),
      size: size === null ? null : this.sizes.add(foldedName(size), size),
      style: styleId === null ? null : this.styles.add(styleId, styleId),
      path: this.paths.add(folded, spelled),
    };
  }

  private fill(slot: number, { document, title, brand, size, style, path }: Entry): void {
    const { columns } = this;
    const { ageMinYears, ageMaxYears } = document;
    columns.fit(slot + 1);
    columns.titleLength[slot] = countedLength(title.length);
    columns.quality[slot] = qualityOf(document);
    columns.stars[slot] = shrunkStars(document);
    columns.priceCents[slot] = document.priceCents;
    columns.addedAtMs[slot] = document.addedAtMs ?? 0;
    columns.inStock[slot] = document.inStock ? 1 : 0;
    columns.statesAge[slot] = ageMinYears === null && ageMaxYears === null ? 0 : 1;
    columns.ageMin[slot] = ageMinYears ?? 0;
    columns.ageMax[slot] = ageMaxYears ?? Infinity;
    columns.path[slot] = path.id;
    columns.brand[slot] = brand?.id ?? none;
    columns.size[slot] = size?.id ?? none;
    columns.style[slot] = style?.id ?? none;
  }
}
