import type { OwnFit, SizeChances } from './types';

/** What a customer said of the sizes of one style that they had, by position; of each size the newest word. */
export class OwnWord {
  private readonly newest = new Map<number, OwnFit>();

  constructor(fits: readonly OwnFit[]) {
    for (const fit of fits) this.newest.set(fit.position, fit);
  }

  /** Is it the newest word on its size? */
  has(fit: OwnFit): boolean {
    return this.newest.get(fit.position) === fit;
  }

  /** Smallest size first. */
  get fits(): OwnFit[] {
    return [...this.newest.values()].sort((one, other) => one.position - other.position);
  }

  /**
   * What somebody said of the very thing goes before what is believed: a size that was too small for them is so again, and
   * smaller ones with it, three times in four that it was believed not to be. So it is never the one to recommend.
   */
  correct(chances: SizeChances, position: number): SizeChances {
    let { small, right, large } = chances;
    if (this.newest.get(position)?.fit === 'fit') return chances;
    if (this.fits.some((fit) => fit.fit === 'small' && fit.position >= position)) {
      [small, right, large] = [1 - (1 - small) / doubt, right / doubt, large / doubt];
    }
    if (this.fits.some((fit) => fit.fit === 'large' && fit.position <= position)) {
      [small, right, large] = [small / doubt, right / doubt, 1 - (1 - large) / doubt];
    }
    return { small, right, large };
  }
}

const doubt = 4;
