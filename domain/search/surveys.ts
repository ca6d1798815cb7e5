import type { Survey } from './survey';

/** A search that finds fewer is done again before anybody would notice. */
const fewestItems = 500;
/** Items of all surveys that are remembered: 12 bytes each. */
const mostItems = 1_000_000;

/**
 * Surveys of what finds much: single letters, kinds, the home page. Many customers ask for the same, each to see it in
 * an order of their own; going through thousands of items is the most that such a search costs, and the same for all of them.
 */
export class Surveys {
  /** The one that was asked for longest ago first. */
  private readonly kept = new Map<string, Survey>();
  private items = 0;

  /** `make` may give items that hold for the moment only. */
  of(question: string, make: () => Survey): Survey {
    const known = this.kept.get(question);
    if (known) {
      this.kept.delete(question);
      this.kept.set(question, known);
      return known;
    }
    const made = make();
    if (made.items.length >= fewestItems) this.keep(question, made);
    return made;
  }

  /** Once an item has changed, nothing of it is true any more. */
  forget(): void {
    this.kept.clear();
    this.items = 0;
  }

  private keep(question: string, { items: { slots, scores, length }, ...rest }: Survey): void {
    this.kept.set(question, {
      items: { slots: slots.slice(0, length), scores: scores.slice(0, length), length },
      ...rest,
    });
    this.items += length;
    for (const [oldest, { items }] of this.kept) {
      if (this.items <= mostItems) return;
      this.kept.delete(oldest);
      this.items -= items.length;
    }
  }
}
