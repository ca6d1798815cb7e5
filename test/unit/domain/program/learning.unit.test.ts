import { learningOf } from '#domain/program/learning';
import { parseProgram } from '#domain/program/parse';
import { toyProgram } from '#test/support/toyProgram';

const parsed = (learning: unknown) =>
  parseProgram(
    JSON.stringify({ ...toyProgram(), catalog: { ...toyProgram().catalog, defaultStock: 1 }, learning }),
    'test-toys.yaml',
  );

test('what a program does not say of learning has a default', () => {
  expect(learningOf(toyProgram())).toEqual({ everyHours: 24, minCustomers: 50, rankingsPerSecond: 100 });
  expect(learningOf(parsed({ everyHours: 6 }))).toEqual({ everyHours: 6, minCustomers: 50, rankingsPerSecond: 100 });
});

test.each([
  [{ everyHours: 0 }, /learning\.everyHours/],
  [{ minCustomers: 1 }, /learning\.minCustomers: must be at least 2/],
  [{ rankingsPerSecond: 0 }, /learning\.rankingsPerSecond: must be more than 0/],
  [{ often: true }, /learning/],
])('%j is refused, by its name', (learning, message) => {
  expect(() => parsed(learning)).toThrow(message);
});
