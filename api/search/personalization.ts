import type { z } from 'zod';
import type { SearchAnswer as ServedAnswer, SearchRequest } from '#serving/search/service';
import type { TasteProfile } from '#domain/search/types';
import type { personalizationReasons, searchAnswer, SearchParameters } from '#contract/search';
import { hrefWithout } from './request';

type Reason = (typeof personalizationReasons)[number];
type Personalization = z.output<typeof searchAnswer>['personalization'];

const words: Record<Exclude<Reason, 'yourTaste'>, string> = {
  offForThisSearch:
    'Not personalized: you turned it off for this search. Nothing that you did was read, and the search is not kept.',
  offForGood:
    'Not personalized: you turned personalization off. Nothing that you did was read, and the search is not kept.',
  nothingKnown: 'Not personalized: nothing is known yet of what you like.',
  nobody: 'Not personalized: it was asked for nobody in particular.',
  triedWithout: 'Not personalized: for some customers, we are trying out search without it.',
  sortedOtherwise: 'Not personalized: in an order by price, stars or age, taste does not count.',
};

function reasonOf({ customerId, personalized, query }: SearchRequest, { taste }: Pick<ServedAnswer, 'taste'>): Reason {
  if (!personalized) return 'offForThisSearch';
  if (customerId === null) return 'nobody';
  if (!taste.wanted) return 'offForGood';
  if (query.sort !== 'relevance') return 'sortedOtherwise';
  if (taste.triedWithout) return 'triedWithout';
  return taste.profile ? 'yourTaste' : 'nothingKnown';
}

/** Says at the top of every answer whether it was made for this customer, why, and how to turn that off. */
export function personalizationOf(
  parameters: SearchParameters,
  request: SearchRequest,
  found: ServedAnswer,
): Personalization {
  const reason = reasonOf(request, found);
  const { profile } = found.taste;
  const { customerId } = parameters;
  const whose = customerId === undefined ? '' : `?${new URLSearchParams({ customerId }).toString()}`;
  return {
    applied: reason === 'yourTaste',
    reason,
    why: reason === 'yourTaste' && profile ? tasteInWords(profile) : words[reason as keyof typeof words],
    turnOff: { href: hrefWithout(parameters) },
    setting: {
      href: `/v1/me/personalization${whose}`,
      method: 'PUT',
      body: { enabled: reason === 'offForGood' },
    },
  };
}

const amongAlike = 'Personalized: of items that fit the search equally well, those';
const named = 3;

function tasteInWords({ brands, categories, priceCents, sizes, ages, skus }: TasteProfile): string {
  const most = (weights: Record<string, number>): string =>
    Object.entries(weights)
      .filter(([, weight]) => weight > 0)
      .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
      .slice(0, named)
      .map(([name]) => name)
      .join(', ');
  const parts = [
    [most(brands), 'brands'],
    [most(categories), 'kinds of items'],
  ].flatMap(([names, what]) => (names ? [`${what} (${names})`] : []));
  if (priceCents) parts.push('price range');
  if (sizes?.length) parts.push('sizes');
  if (ages?.length) parts.push('ages');
  if (parts.length === 0 && skus) parts.push('items');
  // Whoever only said what they wear has bought, viewed and rated nothing.
  if (parts.length === 1 && sizes?.length && !Object.keys(skus ?? {}).length)
    return `${amongAlike} in your size come first.`;
  const what = parts.length > 0 ? `: your ${parts.join(', ')}` : '';
  return `${amongAlike} closer to what you bought, viewed and rated come first${what}.`;
}
