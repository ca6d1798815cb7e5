import type { z } from 'zod';
import type { CustomerSettings } from '#db/subscriptions/customerSettings';
import type { ProfileRead } from '#db/privacy/profile';
import { isoOf, isoOrNull } from '#contract/common';
import { knownOf } from './sizing';
import type { TasteSums } from '#domain/search/taste/types';
import type { TasteProfile } from '#domain/search/types';
import { profileOf } from '#domain/search/taste/profile';
import type { customerSettings, profile } from '#contract/profile';

export function settingsResource(customerId: string, settings: CustomerSettings): z.input<typeof customerSettings> {
  const { personalization, surveysOptedOut } = settings;
  return { customerId, personalization, surveysOptedOut };
}

/** What search knows of a customer in a program, as of when it was read. */
export interface KnownToSearch {
  programId: string;
  sums: TasteSums;
  asOfMs: number;
}

export function profileResource(
  customerId: string,
  settings: CustomerSettings,
  erasedAt: Date | null,
  read: ProfileRead,
  search: KnownToSearch[],
): z.input<typeof profile> {
  const dated = <T extends { createdAt: Date }>(entry: T) => ({ ...entry, createdAt: isoOf(entry.createdAt) });
  return {
    ...settingsResource(customerId, settings),
    erasedAt: isoOrNull(erasedAt),
    preferences: read.preferences,
    ratings: read.ratings.map(dated),
    subscriptionRatings: read.subscriptionRatings.map(dated),
    swaps: read.swaps,
    skips: read.skips,
    returns: read.returns.map(dated),
    surveys: read.surveys.map((each) => ({ ...each, answeredAt: isoOf(each.answeredAt) })),
    measurements: read.measurements[0] ? knownOf({ measurements: read.measurements[0] }) : null,
    fits: read.fits.map((each) => ({ ...each, saidAt: isoOf(each.saidAt) })),
    events: read.events.map((each) => ({ ...each, latestAt: isoOf(each.latestAt) })),
    rankings: read.rankings.map((each) => ({ ...each, computedAt: isoOf(each.computedAt) })),
    search: search.map(tasteResource),
  };
}

function tasteResource({ programId, sums, asOfMs }: KnownToSearch) {
  const profile = profileOf(sums) ?? profileOfNothing;
  const { brands, categories, skus = {}, priceCents, sizes = [], ages = [] } = profile;
  return {
    programId,
    computedAt: isoOf(new Date(asOfMs)),
    deeds: sums.deeds,
    brands,
    categories,
    skus,
    priceCents,
    sizes,
    ages,
  };
}

const profileOfNothing: TasteProfile = { brands: {}, categories: {}, priceCents: null };
