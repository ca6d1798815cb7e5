import { named, noSuch, noSuchShipment } from '#usecases/noSuch';

test.each([
  ['sub_1-2', 'sub_1-2'],
  ['a "quoted" one', '"a \\"quoted\\" one"'],
  // What would colour a terminal, or turn its line around.
  ['\u001b[31mred', '"\\u001b[31mred"'],
  ['a\u202eb\u2028c', '"a\\u{202e}b\\u{2028}c"'],
  ['', '""'],
  ['Größe M', '"Größe M"'],
])('%j is repeated as %s', (id, shown) => {
  expect(named(id)).toBe(shown);
});

test('what is longer than any ID is shortened', () => {
  expect(named('x'.repeat(5_000))).toBe(`"${'x'.repeat(120)}"...`);
  // A character that the cut goes through is no text any more.
  expect(named(`${'x'.repeat(119)}😀`)).toBe(`"${'x'.repeat(119)}\\ud83d"...`);
});

test('it is a 404 of that thing', () => {
  expect(noSuch('shipment', 'sub_1-2')).toMatchObject({ type: 'NotFound', detail: 'there is no shipment sub_1-2' });
});

test.each([
  ['ord_1a2b', 'there is no shipment ord_1a2b; that of the order is ord_1a2b-1'],
  ['sub_1a2b', 'there is no shipment sub_1a2b; that of its cycle 1 is sub_1a2b-1'],
  ['ord_1a2b-2', 'there is no shipment ord_1a2b-2'],
])('whoever asks for the shipment %s is told how its ID goes', (id, detail) => {
  expect(noSuchShipment(id)).toMatchObject({ type: 'NotFound', detail });
});
