import fc from 'fast-check';
import { solveAssignment } from '#domain/dispatch/assignment';

const tables = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 3 })).chain(([rows, more]) =>
  fc
    .array(fc.oneof(fc.integer({ min: -20, max: 20 }), fc.constant(1e13)), {
      minLength: rows * (rows + more),
      maxLength: rows * (rows + more),
    })
    .map((costs) => ({ rows, columns: rows + more, costs: Float64Array.from(costs) })),
);

test('no other assignment is cheaper', () => {
  fc.assert(
    fc.property(tables, ({ rows, columns, costs }) => {
      const chosen = solveAssignment(costs, rows, columns);
      expect(new Set(chosen).size).toBe(rows);
      const cost = chosen.reduce((sum, column, row) => sum + costs[row * columns + column]!, 0);
      expect(cost).toBeCloseTo(cheapest(costs, rows, columns, 0, new Set()), 0);
    }),
    { numRuns: 300 },
  );
});

test('more rows than columns, or a table of another size, is a bug of the caller', () => {
  expect(() => solveAssignment(new Float64Array(2), 2, 1)).toThrow(RangeError);
  expect(() => solveAssignment(new Float64Array(3), 1, 2)).toThrow(RangeError);
});

function cheapest(costs: Float64Array, rows: number, columns: number, row: number, used: Set<number>): number {
  if (row === rows) return 0;
  let best = Infinity;
  for (let column = 0; column < columns; column += 1) {
    if (used.has(column)) continue;
    const rest = cheapest(costs, rows, columns, row + 1, new Set([...used, column]));
    best = Math.min(best, costs[row * columns + column]! + rest);
  }
  return best;
}
