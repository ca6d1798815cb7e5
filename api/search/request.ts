import type { SearchFilters } from '#domain/search/types';
import { normalizedText } from '#serving/search/question';
import type { SearchRequest } from '#serving/search/service';
import type { SearchParameters } from '#contract/search';

/** The first page of what the parameters ask for. */
export function requestOf(parameters: SearchParameters, customerId: string | null): SearchRequest {
  const { programId, q, sort, limit, session, personalized } = parameters;
  return {
    programId,
    customerId,
    sessionId: session ?? null,
    personalized: personalized === 'true',
    query: { text: normalizedText(q), filters: filtersOf(parameters), sort, limit, after: null },
    tasteAsOf: null,
    shown: 0,
  };
}

function filtersOf(parameters: SearchParameters): SearchFilters {
  const { category, brand, size, minPriceCents, maxPriceCents, age, inStock } = parameters;
  return {
    ...(category ? { categories: category } : {}),
    ...(brand ? { brands: brand } : {}),
    ...(size ? { sizes: size } : {}),
    ...(minPriceCents === undefined ? {} : { minPriceCents }),
    ...(maxPriceCents === undefined ? {} : { maxPriceCents }),
    ...(age === undefined ? {} : { ageYears: age }),
    // `false` is no wish for what cannot be sent: it is the same as leaving it out.
    ...(inStock === 'true' ? { inStock: true } : {}),
  };
}

/** The same search, without what its customer did. */
export function hrefWithout(parameters: SearchParameters): string {
  const query = new URLSearchParams();
  const { cursor: _page, personalized: _wish, session: _session, ...kept } = parameters;
  for (const [name, value] of Object.entries(kept)) {
    for (const each of [value].flat()) if (each !== undefined) query.append(name, String(each));
  }
  query.set('personalized', 'false');
  return `/v1/search?${query.toString()}`;
}
