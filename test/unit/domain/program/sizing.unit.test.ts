import { parseProgram } from '#domain/program/parse';
import { wearProgram } from '#test/support/wearProgram';

const whole = wearProgram();
const parsed = (change: object) => parseProgram(JSON.stringify({ ...whole, ...change }), 'test-wear.yaml');
const sizing = (change: object) => ({ sizing: { ...whole.sizing, ...change } });

test('a program with sizes is taken as it is', () => {
  expect(parsed({})).toEqual(whole);
});

const { style: _style, size: _size, ...unsized } = whole.catalog.columns;

test.each<[object, RegExp]>([
  [sizing({ kind: 'hats' }), /sizing\.kind/],
  [sizing({ sizes: [{ label: 'M', ordinal: 1 }] }), /sizing\.sizes: must hold at least two sizes/],
  [
    sizing({
      sizes: [
        { label: 'M', ordinal: 1 },
        { label: 'M', ordinal: 2 },
      ],
    }),
    /must not have a label twice/,
  ],
  [
    sizing({
      sizes: [
        { label: 'M', ordinal: 2 },
        { label: 'L', ordinal: 2 },
      ],
    }),
    /ordinals must be ascending/,
  ],
  [
    sizing({
      sizes: [
        { label: 'M', ordinal: 1, weightKg: { min: 70, max: 60 } },
        { label: 'L', ordinal: 2 },
      ],
    }),
    /sizes\[0\]\.weightKg\.min: must be less than max/,
  ],
  [sizing({ fitSurvey: { delayHours: -1 } }), /sizing\.fitSurvey\.delayHours/],
  [{ sizing: undefined }, /catalog\.columns\.style: needs the section sizing/],
  [{ catalog: { ...whole.catalog, columns: unsized } }, /catalog\.columns\.size: must be mapped/],
])('%j is refused, by its name', (change, message) => {
  expect(() => parsed(change)).toThrow(message);
});
