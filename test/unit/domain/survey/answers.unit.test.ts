import fc from 'fast-check';
import { countable, faultsOf } from '#domain/survey/answers';
import type { SurveyAnswers } from '#domain/survey/types';
import { testQuestions as questions } from '#test/support/survey';

const good = { stars: 4, why: 'price', words: 'fine' };

const rulesOf = (change: Record<string, unknown>): string[] => {
  const answers = { ...good, ...change } as SurveyAnswers;
  return faultsOf(questions, answers).map(({ questionId, rule }) => `${questionId} ${rule}`);
};

test('answers as they were asked for have no fault; an optional one may be left out', () => {
  expect(faultsOf(questions, good)).toEqual([]);
  expect(faultsOf(questions, { stars: 1, why: 'moved' })).toEqual([]);
});

test.each([
  [{ stars: 0 }, 'stars min:1'],
  [{ stars: 6 }, 'stars max:5'],
  [{ stars: 4.5 }, 'stars type:int'],
  [{ stars: '4' }, 'stars type:int'],
  [{ why: 'weather' }, 'why oneOf'],
  [{ why: 1 }, 'why oneOf'],
  [{ words: '  ' }, 'words min:1'],
  [{ words: 'x'.repeat(2_001) }, 'words max:2000'],
  [{ words: 5 }, 'words type:string'],
  [{ words: 'a\u0000b' }, 'words format:regex'],
  [{ words: 'half \ud800' }, 'words format:regex'],
  [{ words: '\u001b[31mred' }, 'words format:regex'],
  [{ more: 1 }, 'more undeclared'],
])('%j breaks one rule: %s', (change, fault) => {
  expect(rulesOf(change)).toEqual([fault]);
});

test('what was left out is named; a name of every object is no answer', () => {
  expect(faultsOf(questions, {}).map(({ questionId, rule }) => [questionId, rule])).toEqual([
    ['stars', 'required'],
    ['why', 'required'],
  ]);
  const [first] = faultsOf([{ ...questions[0]!, id: 'toString' }], {});
  expect(first?.rule).toBe('required');
});

test('no answer of any shape goes through with a fault, and no text is ever countable', () => {
  const answer = fc.oneof(
    fc.integer({ min: -10, max: 10 }),
    fc.double(),
    fc.string(),
    fc.constantFrom('price', 'moved'),
  );
  const some = fc.dictionary(fc.constantFrom('stars', 'why', 'words', 'more'), answer, { noNullPrototype: true });
  // Half of them begin as good answers, so that some go through.
  const answers = fc
    .tuple(fc.boolean(), some)
    .map(([isGood, change]): SurveyAnswers => ({ ...(isGood ? good : {}), ...change }));
  let taken = 0;
  fc.assert(
    fc.property(answers, (given) => {
      expect(Object.keys(countable(questions, given))).not.toContain('words');
      if (faultsOf(questions, given).length > 0) return;
      taken += 1;
      expect([1, 2, 3, 4, 5]).toContain(given['stars']);
      expect(['price', 'moved']).toContain(given['why']);
      expect(given).not.toHaveProperty('more');
    }),
  );
  expect(taken).toBeGreaterThan(0);
});
