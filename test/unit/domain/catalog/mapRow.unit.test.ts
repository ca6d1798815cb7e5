import fc from 'fast-check';
import { type CatalogRow, mapRow } from '#domain/catalog/mapRow';
import { cleanText } from '#domain/catalog/text';
import { csvRow } from '#usecases/catalog/import/file/csvRow';
import type { CatalogMapping } from '#domain/program/types';

const mapping: CatalogMapping = {
  categorySeparator: ' > ',
  columns: {
    sku: 'sku',
    title: 'name',
    category: 'category_path',
    brand: 'manufacturer',
    price: 'price_gbp',
    stock: 'stock',
    reviewCount: 'review_count',
    rating: 'rating',
    awards: 'awards',
    ageMin: 'age_min',
    ageMax: 'age_max',
  },
};

const row: CatalogRow = {
  sku: ' eac7 ',
  name: 'Marble Run',
  category_path: 'Games > Card Games',
  manufacturer: 'Oak',
  price_gbp: '9.6',
  stock: '5\u00a0new',
  review_count: '15',
  rating: '4.9',
  awards: 'Gold | Silver; Gold',
  age_min: '3',
  age_max: '8',
};

const map = (change: CatalogRow, changed: Partial<CatalogMapping> = {}) =>
  mapRow({ ...row, ...change }, 7, { ...mapping, ...changed }, 'GBP');
const itemOf = (change: CatalogRow, changed: Partial<CatalogMapping> = {}) => {
  const mapped = map(change, changed);
  if ('refusal' in mapped) throw new Error(JSON.stringify(mapped.refusal));
  return mapped.item;
};

describe('mapRow', () => {
  it.each(['__proto__', 'constructor', 'toString'])('refuses the SKU %s, which is a member of every object', (sku) => {
    expect(map({ sku })).toMatchObject({ refusal: { column: 'sku', reason: 'is a name that is not allowed' } });
  });

  it('reads a column that the file does not have as empty, whatever its name', () => {
    const columns = { ...mapping.columns, awards: 'constructor', ageMin: 'toString' };
    const names = Object.keys(row);
    const line = { line: 7, cells: names.map((name) => row[name]!) };
    const cells = csvRow(line, names, 'sku');
    if ('refusal' in cells) throw new Error(cells.refusal.reason);
    const mapped = mapRow(cells.row, 7, { ...mapping, columns }, 'GBP');
    expect(mapped).toMatchObject({ item: { sku: 'eac7', awards: [], ageMinYears: null } });
  });

  it('makes an item of a good row', () => {
    expect(map({})).toEqual({
      item: {
        sku: 'eac7',
        title: 'Marble Run',
        categoryPath: ['Games', 'Card Games'],
        brand: 'Oak',
        priceCents: 960,
        rating: 4.9,
        reviewCount: 15,
        awards: ['Gold', 'Silver'],
        ageMinYears: 3,
        ageMaxYears: 8,
        onHand: 5,
        otherCondition: null,
        styleId: null,
        size: null,
      },
    });
  });

  describe('of a program with sizes', () => {
    const columns = { ...mapping.columns, style: 'style', size: 'size' };
    const sized = (change: CatalogRow) =>
      mapRow({ ...row, style: 'st-1', size: 'm', ...change }, 7, { ...mapping, columns }, 'GBP', {
        kind: 'clothes',
        sizes: [
          { label: 'S', ordinal: 1 },
          { label: 'M', ordinal: 2 },
        ],
      });

    it('reads style and size, with the label as the program has it; an item may have neither', () => {
      expect(sized({})).toMatchObject({ item: { styleId: 'st-1', size: 'M' } });
      expect(sized({ style: '', size: '' })).toMatchObject({ item: { styleId: null, size: null } });
    });

    it.each<[string, CatalogRow, string, string]>([
      ['a size that the program does not have', { size: 'XXXL' }, 'size', 'is no size of the program'],
      ['a style without a size', { size: ' ' }, 'size', 'is empty, and the style is not'],
      ['a size without a style', { style: '' }, 'style', 'is empty, and the size is not'],
      ['a style with spaces', { style: 'a b' }, 'style', 'is not 1 to 64 characters without spaces'],
    ])('refuses %s', (_what, change, column, reason) => {
      expect(sized(change)).toEqual({ refusal: { line: 7, sku: 'eac7', column, reason } });
    });
  });

  it.each<[string, CatalogRow, string, string]>([
    ['no SKU', { sku: ' ' }, 'sku', 'is empty'],
    ['a SKU with spaces', { sku: 'a b' }, 'sku', 'is not 1 to 64 characters without spaces'],
    ['a SKU with a control character', { sku: 'a\u0007b' }, 'sku', 'is not 1 to 64 characters without spaces'],
    ['a SKU that is too long', { sku: 'a'.repeat(65) }, 'sku', 'is not 1 to 64 characters without spaces'],
    ['no title', { name: '\u200b ' }, 'name', 'is empty'],
    [
      'a title with a lost character',
      { name: 'sheriff\ufffds office' },
      'name',
      'lost a character to a wrong encoding',
    ],
    ['a title of 1,001 characters', { name: 'x'.repeat(1_001) }, 'name', 'is longer than 1000 characters'],
    ['no category', { category_path: '' }, 'category_path', 'is empty'],
    ['a category of separators', { category_path: ' > > ' }, 'category_path', 'is empty'],
    ['no price', { price_gbp: '' }, 'price_gbp', 'is empty'],
    ['a range of prices', { price_gbp: '12.99 - 24.99' }, 'price_gbp', 'is a range of prices'],
    ['no stock', { stock: '' }, 'stock', 'is empty'],
    ['negative stock', { stock: '-1' }, 'stock', 'is not a number of units'],
    ['stock in words', { stock: 'in stock' }, 'stock', 'is not a number of units'],
    ['half a unit', { stock: '1.5' }, 'stock', 'is not a number of units'],
    ['stock beyond reason', { stock: '9999999999' }, 'stock', 'is not a number of units'],
    ['six stars', { rating: '6' }, 'rating', 'is more than 5 stars'],
    ['stars in words', { rating: '4.5 out of 5' }, 'rating', 'is not a number of stars'],
    ['negative reviews', { review_count: '-3' }, 'review_count', 'is not a whole number'],
    ['half a review', { review_count: '3.5' }, 'review_count', 'is not a whole number'],
    ['an age in words', { age_min: 'three' }, 'age_min', 'is not an age in whole years'],
    ['ages the wrong way round', { age_min: '9', age_max: '3' }, 'age_min', 'is more than the highest age'],
  ])('refuses %s, naming line, SKU, column and reason', (_, change, column, reason) => {
    const sku = (change['sku'] ?? 'eac7').trim();
    expect(map(change)).toEqual({ refusal: { line: 7, sku, column, reason } });
  });

  it('reads stock with and without a condition, and counts only new units', () => {
    expect(itemOf({ stock: '12' })).toMatchObject({ onHand: 12, otherCondition: null });
    expect(itemOf({ stock: '5 NEW' })).toMatchObject({ onHand: 5, otherCondition: null });
    expect(itemOf({ stock: '1\u00a0used' })).toMatchObject({ onHand: 0, otherCondition: 'used' });
    expect(itemOf({ stock: '2 refurbished' })).toMatchObject({ onHand: 0, otherCondition: 'refurbished' });
    expect(itemOf({ stock: '3 collectible' })).toMatchObject({ onHand: 0, otherCondition: 'collectible' });
    expect(itemOf({ stock: '' }, { defaultStock: 2 })).toMatchObject({ onHand: 2 });
  });

  it('takes empty cells for unknown where an item can do without', () => {
    const change = { manufacturer: '', rating: '', review_count: '', awards: '', age_min: '', age_max: undefined };
    expect(itemOf(change)).toMatchObject({
      brand: null,
      rating: null,
      reviewCount: 0,
      awards: [],
      ageMinYears: null,
      ageMaxYears: null,
    });
  });

  it('reads only what is mapped', () => {
    const { sku, title, category, price } = mapping.columns;
    expect(itemOf({}, { columns: { sku, title, category, price }, defaultStock: 4 })).toMatchObject({
      brand: null,
      onHand: 4,
      rating: null,
    });
  });

  it('never throws, and never makes an item that the catalog could not store', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', '5', '4.5', '9.60', 'A > B', '-1', 'NaN', '1e9', '\0'),
    );
    // The other cells keep their good values: a few strange ones in a row leave some rows that are items.
    const some = { maxKeys: 3, noNullPrototype: true };
    const rows = fc.dictionary(fc.constantFrom(...Object.keys(row)), cell, some);
    let items = 0;
    fc.assert(
      fc.property(rows, (change) => {
        const mapped = map(change, { defaultStock: 1 });
        if ('refusal' in mapped) return;
        const { item } = mapped;
        items += 1;
        expect(item.priceCents).toBeGreaterThan(0);
        expect(item.onHand).toBeGreaterThanOrEqual(0);
        expect(item.title).not.toMatch(/^$|[\p{Cc}\ufffd]/u);
        expect(item.categoryPath.length).toBeGreaterThan(0);
        expect(JSON.stringify(item)).not.toContain('\\u0000');
      }),
      { numRuns: 500 },
    );
    expect(items).toBeGreaterThan(0);
  });
});

describe('cleanText', () => {
  it.each([
    ['Tom &amp; Jerry', 'Tom & Jerry'],
    ['&quot;Wow&quot; &#39;n&#x27; &eacute;', `"Wow" 'n' é`],
    ['&amp;lt;', '&lt;'],
    ['AT&T; R&D & co', 'AT&T; R&D & co'],
    ['Beetlejuice\u0099 Mask', 'Beetlejuice Mask'],
    ['two\n\tlines\u00a0 and  spaces ', 'two lines and spaces'],
    ['\ufeffzero\u200bwidth', 'zerowidth'],
    ['&#0;&#7;x', 'x'],
    ['&#xD800;', '\ufffd'],
    ['&#x10ffff0;', '&#x10ffff0;'],
  ])('%j reads %j', (text, expected) => {
    expect(cleanText(text)).toBe(expected);
  });
});
