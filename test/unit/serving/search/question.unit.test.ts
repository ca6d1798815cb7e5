import { normalizedText, plainQuery, questionOf } from '#serving/search/question';

test.each([
  ['  Lego\t DUPLO \n', 'lego duplo'],
  ['cafe\u0301', 'caf\u00e9'],
  ['a\u0000b\u0007c', 'a b c'],
  ['\u00a0 \u3000', ''],
  ['\ud800lonely', 'lonely'],
])('%j is asked as %j', (typed, text) => {
  expect(normalizedText(typed)).toBe(text);
});

test('the same filters in another order, or twice, are the same question; others are not', () => {
  const ask = (filters: Parameters<typeof questionOf>[0]['filters']) => questionOf({ ...plainQuery('train'), filters });
  expect(ask({ brands: ['b', 'a', 'a'] })).toBe(ask({ brands: ['a', 'b'] }));
  const different = [
    ask({}),
    ask({ brands: ['a'] }),
    ask({ sizes: ['a'] }),
    ask({ minPriceCents: 1 }),
    ask({ maxPriceCents: 1 }),
  ];
  expect(new Set(different).size).toBe(different.length);
});
