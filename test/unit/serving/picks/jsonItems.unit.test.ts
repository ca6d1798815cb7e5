import fc from 'fast-check';
import { elementsOf, skuOf } from '#serving/picks/jsonItems';

const all = (json: string): string[] => elementsOf(json, Infinity, () => true);

test('the elements of any array, written in any way, parse to what it held', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 1), (values, space) => {
      const json = JSON.stringify(values, null, space);
      expect(all(json).map((element) => JSON.parse(element))).toEqual(JSON.parse(json));
      expect(elementsOf(json, 2, () => true)).toEqual(all(json).slice(0, 2));
    }),
  );
});

test('the SKU of an item is found, whatever its texts look like', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('"sku": "x"', '\\"sku":"x"', '}, {"sku": "', '\\', ']'));
  fc.assert(
    fc.property(fc.array(fc.record({ title: text, sku: text, reason: text })), (items) => {
      for (const json of [JSON.stringify(items), JSON.stringify(items).replaceAll('"sku":', '"sku": ')]) {
        expect(all(json).map(skuOf)).toEqual((JSON.parse(json) as typeof items).map(({ sku }) => sku));
      }
    }),
  );
  expect(skuOf('{}')).toBeUndefined();
  expect(elementsOf('[1, 2, 3, 4]', 2, (element) => element !== '2')).toEqual(['1', '3']);
});
