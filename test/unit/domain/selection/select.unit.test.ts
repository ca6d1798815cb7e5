import { prepareCatalog, rankItems, selectItem, shrunkRating } from '#domain/selection/index';
import type { CatalogItem, Preferences, SelectionHistory } from '#domain/selection/types';
import { item, newcomer, plan, rules } from './fixtures';

const anyone: Preferences = { likes: [], dislikes: [] };

function ranking(
  items: CatalogItem[],
  preferences = anyone,
  history = newcomer,
  soldOut = new Set<string>(),
): string[] {
  return rankItems(prepareCatalog(items, rules), rules, plan, preferences, history, { soldOut }).map(({ sku }) => sku);
}

function reasonOf(
  change: Partial<CatalogItem>,
  preferences = anyone,
  history = newcomer,
  others: CatalogItem[] = [],
): string {
  const catalog = prepareCatalog([item('a', change), ...others], rules);
  const found = rankItems(catalog, rules, plan, preferences, history).find(({ sku }) => sku === 'a');
  return found!.reason;
}

describe('what is eligible', () => {
  it.each<[string, Partial<CatalogItem>]>([
    ['sold out', { available: 0 }],
    ['oversold', { available: -1 }],
    ['dearer than the plan', { priceCents: 1801 }],
    ['cheaper than the plan', { priceCents: 499 }],
    ['of another category', { categoryPath: ['Party Supplies'] }],
    ['of an excluded part of a category', { categoryPath: ['Games', 'Casino', 'Chips'] }],
    ['of a level that only contains the name', { categoryPath: ['Video Games'] }],
    ['of only the first level of an entry', { categoryPath: ['Toys'] }],
    ['of an excluded title', { title: 'Poker Night' }],
    ["for older people than the program's", { ageMinYears: 13 }],
    ["for younger people than the program's", { ageMaxYears: 2 }],
  ])('never an item that is %s', (_, change) => {
    expect(ranking([item('a', change)])).toEqual([]);
    expect(selectItem(prepareCatalog([item('a', change)], rules), rules, plan, anyone, newcomer)).toBeNull();
  });

  it('the limits themselves, any case, deeper levels, and items that state no age', () => {
    expect(ranking([item('a', { priceCents: 1800 }), item('b', { priceCents: 500 })])).toHaveLength(2);
    expect(ranking([item('a', { categoryPath: ['TOYS', 'building', 'Blocks'] })])).toEqual(['a']);
    expect(ranking([item('a')], { ...anyone, ageYears: 6 })).toEqual(['a']);
    expect(ranking([item('a', { ageMinYears: 12 })])).toEqual(['a']);
  });

  it('only items for the age of the one the box is for', () => {
    const items = [
      item('a', { ageMinYears: 3, ageMaxYears: 6 }),
      item('b', { ageMinYears: 7 }),
      item('c', { ageMaxYears: 6 }),
    ];
    expect(ranking(items, { ...anyone, ageYears: 6 })).toEqual(['a', 'c']);
    expect(ranking(items, { ...anyone, ageYears: 7 })).toEqual(['b']);
  });

  it('never an item that was sent, refused, is disliked, was sold since the catalog was prepared, or is left out', () => {
    const items = ['a', 'b', 'c', 'd'].map((sku) => item(sku));
    expect(
      ranking(items, anyone, { ...newcomer, sentSkus: ['a', 'gone'], refusedSkus: ['b'] }, new Set(['c'])),
    ).toEqual(['d']);
    const leftOut = new Set(['a', 'c']);
    const left = rankItems(prepareCatalog([item('a'), item('b'), item('c')], rules), rules, plan, anyone, newcomer, {
      leftOut,
      soldOut: new Set(['c']),
    });
    expect(left.map(({ sku }) => sku)).toEqual(['b']);
    expect(ranking([item('a', { title: 'Horses' })], { likes: ['animals'], dislikes: ['animals'] })).toEqual([]);
  });

  it('an item of a skipped cycle, though its kind counts less', () => {
    const items = [item('a'), item('b'), item('c', { categoryPath: ['Games', 'Board Games'] })];
    expect(ranking(items, anyone, { ...newcomer, skippedSkus: ['a'] })).toEqual(['c', 'a', 'b']);
  });
});

describe('the score', () => {
  it('shrinks a rating by its number of reviews', () => {
    expect(shrunkRating(5, 10, { reviews: 10, stars: 4 })).toBe(4.5);
    expect(shrunkRating(null, 0, { reviews: 10, stars: 4 })).toBe(4);
    expect(shrunkRating(5, 0, { reviews: 0, stars: 3 })).toBe(3);
    expect(
      ranking([item('one', { rating: 5, reviewCount: 1 }), item('many', { rating: 4.8, reviewCount: 300 })]),
    ).toEqual(['many', 'one']);
  });

  it('counts awards, each less than the one before', () => {
    const catalog = prepareCatalog(
      [0, 1, 2, 3].map((count) => item(`a${count}`, { awards: ['x', 'y', 'z'].slice(0, count) })),
      rules,
    );
    const parts = rankItems(catalog, rules, plan, anyone, newcomer).map(({ parts: { awards } }) => awards);
    expect(parts).toEqual([0.5 * (3 / 4), 0.5 * (2 / 3), 0.5 * (1 / 2), 0]);
  });

  it('finds interests as whole words of titles and categories', () => {
    const liking = (likes: string[]) => ({ likes, dislikes: [] });
    const part = (title: string, likes: string[]): number =>
      rankItems(prepareCatalog([item('a', { title })], rules), rules, plan, liking(likes), newcomer)[0]!.parts
        .preference;
    expect(part('My First BRICKS', ['building'])).toBe(0.5);
    expect(part('A Construction Set, large', ['building'])).toBe(0.5);
    expect(part('Brickbat', ['building'])).toBe(0);
    expect(part('Horse in space', ['animals', 'space', 'unknown'])).toBe(1);
  });

  it('prefers something new over the kind and brand of the last boxes, and forgets', () => {
    const sent = item('sent', { brand: 'Ohm', categoryPath: ['Games', 'Chess'] });
    const items = [
      sent,
      item('a', { brand: 'Ohm', categoryPath: ['Games', 'Chess'] }),
      item('b', { categoryPath: ['Games', 'Chess'] }),
      item('c', { categoryPath: ['Games', 'Quiz'] }),
      item('d', { categoryPath: ['Toys', 'Building'] }),
    ];
    expect(ranking(items, anyone, { ...newcomer, sentSkus: ['sent'] })).toEqual(['d', 'c', 'b', 'a']);
    const long = ['x', 'y', 'z', 'u', 'v', 'w'];
    expect(ranking(items, anyone, { ...newcomer, sentSkus: ['sent', ...long] })).toEqual(['a', 'b', 'c', 'd']);
  });

  it('gives a tie to the lower SKU', () => {
    expect(ranking([item('b'), item('a'), item('c')])).toEqual(['a', 'b', 'c']);
  });
});

describe('alternatives', () => {
  it('are eight, ranked, and without the pick', () => {
    const catalog = prepareCatalog(
      Array.from({ length: 30 }, (_, index) => item(`a${index}`, { reviewCount: index })),
      rules,
    );
    const { pick, alternatives } = selectItem(catalog, rules, plan, anyone, newcomer)!;
    expect(alternatives).toHaveLength(8);
    expect(alternatives.map(({ sku }) => sku)).not.toContain(pick.sku);
    expect(alternatives.map(({ score }) => score)).toEqual(
      alternatives.map(({ score }) => score).sort((x, y) => y - x),
    );
    expect(selectItem(catalog, rules, plan, anyone, newcomer, { alternatives: 5 })!.alternatives).toHaveLength(5);
  });

  it('are not all of one kind when others come close, but are when nothing does', () => {
    const same = Array.from({ length: 20 }, (_, index) => item(`a${index}`, { rating: 4.9, reviewCount: 90 }));
    const others = (rating: number) =>
      ['Chess', 'Quiz', 'Dice', 'Board Games', 'Dominoes'].map((kind) =>
        item(`b-${kind}`, { categoryPath: ['Games', kind], rating, reviewCount: 50 }),
      );
    const kinds = (items: CatalogItem[]): number => {
      const { alternatives } = selectItem(prepareCatalog(items, rules), rules, plan, anyone, newcomer)!;
      return alternatives.filter(({ sku }) => sku.startsWith('b-')).length;
    };
    expect(kinds([...same, ...others(4.8)])).toBe(5);
    expect(kinds([...same, ...others(0.5)])).toBe(0);
  });

  it('are as many as there are', () => {
    const catalog = prepareCatalog([item('a'), item('b'), item('c')], rules);
    expect(selectItem(catalog, rules, plan, anyone, newcomer)!.alternatives).toHaveLength(2);
  });
});

describe('the reason', () => {
  const likes = (...ids: string[]): Preferences => ({ likes: ids, dislikes: [] });
  const sent: SelectionHistory = { ...newcomer, sentSkus: ['sent'] };
  const refused: SelectionHistory = { ...newcomer, refusedSkus: ['no', 'gone'] };
  const skipped: SelectionHistory = { ...newcomer, skippedSkus: ['no'] };

  it.each<[string, string]>([
    [
      reasonOf({ rating: 4.7, reviewCount: 38, title: 'Brick' }, likes('building')),
      'Rated 4.7 by 38 customers, and it matches your interest in building.',
    ],
    [reasonOf({ rating: 5, reviewCount: 1 }), 'Rated 5 by 1 customer.'],
    [reasonOf({ rating: 4.7, reviewCount: 1234 }), 'Rated 4.7 by 1,234 customers.'],
    [reasonOf({ rating: 3.1 }), 'It is in stock and fits your plan.'],
    [reasonOf({ rating: null, reviewCount: 0 }), 'It is in stock and fits your plan.'],
    [reasonOf({ rating: null, awards: ['Golden Spanner 2024'] }), 'It won the Golden Spanner 2024.'],
    [
      reasonOf({ rating: null, title: 'Horse brick rocket' }, likes('space', 'animals', 'building')),
      'It matches your interest in building, animals and LEGO Space.',
    ],
    [
      reasonOf({ rating: null, categoryPath: ['Toys', 'Building'] }, anyone, sent, [item('sent')]),
      'It is something different from your last boxes.',
    ],
    [reasonOf({ rating: null }, anyone, sent, [item('sent')]), 'It is in stock and fits your plan.'],
    [
      reasonOf({ rating: null, categoryPath: ['Toys', 'Building'] }, anyone, refused, [item('no', { title: 'Cards' })]),
      'It is of another kind than Cards, which you swapped away.',
    ],
    [
      reasonOf({ rating: null, categoryPath: ['Toys', 'Building'] }, anyone, skipped, [item('no', { title: 'Cards' })]),
      'It is of another kind than Cards, which you skipped.',
    ],
    [reasonOf({ rating: null }, anyone, refused, [item('no')]), 'It is in stock and fits your plan.'],
    [reasonOf({ rating: null }, anyone, refused), 'It is in stock and fits your plan.'],
    [
      reasonOf(
        { awards: ['A', 'B', 'C'], title: 'Horse', categoryPath: ['Toys', 'Building'] },
        likes('animals'),
        sent,
        [item('sent')],
      ),
      'Rated 4.5 by 10 customers, it won 3 awards, it matches your interest in animals, and it is something different from your last boxes.',
    ],
  ])('%s', (reason, expected) => {
    expect(reason).toBe(expected);
  });
});
