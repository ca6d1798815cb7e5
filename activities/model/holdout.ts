import { murmur3 } from '#domain/numbers/hash';
import type { CustomerDeeds, HoldoutCase } from '#domain/selection/model/types';

/** One customer in this many has their last item held back. */
const oneIn = 5;
/** Apart from other uses of the hash: the sample must not be the arm of an experiment. */
const holdoutSeed = 5;
/** Enough to tell 0.005 of a hit rate apart, and few enough for memory and for a minute of scoring two models. */
const mostCases = 5_000;

/**
 * Keeps the newest choices away from training: of every fifth customer, the last item that came to them and all that
 * followed. Which customers, a hash of the ID decides: the same ones in every refresh, so that no model in charge has been
 * trained on what it is measured with. Of many, those with the newest choices stay: what comes next is to be told.
 */
export class Holdout {
  private readonly cases: (HoldoutCase & { atMs: number })[] = [];
  private learners = 0;

  /** Customers with two items or more, who can teach what follows what. */
  get customersToLearnFrom(): number {
    return this.learners;
  }

  /** What of this customer is for training; null when nothing is. */
  divide(customer: CustomerDeeds): CustomerDeeds {
    const { customerId, deeds } = customer;
    const came = deeds.filter(({ kind }) => kind === 'sent').length;
    if (came < 2) return customer;
    this.learners += 1;
    if (murmur3(customerId, holdoutSeed) % oneIn !== 0) return customer;
    const at = deeds.findLastIndex(({ kind }) => kind === 'sent');
    const before = deeds.slice(0, at);
    this.keep({ deeds: before, nextSku: deeds[at]!.sku, atMs: deeds[at]!.atMs });
    return { customerId, deeds: before };
  }

  newest(): HoldoutCase[] {
    this.cut();
    return this.cases.map(({ deeds, nextSku }) => ({ deeds, nextSku }));
  }

  private keep(one: HoldoutCase & { atMs: number }): void {
    this.cases.push(one);
    if (this.cases.length >= 2 * mostCases) this.cut();
  }

  private cut(): void {
    this.cases.sort((one, other) => other.atMs - one.atMs);
    this.cases.splice(mostCases);
  }
}
