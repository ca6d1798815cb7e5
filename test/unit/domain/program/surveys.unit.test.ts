import { programSchema } from '#domain/program/schema';
import type { SurveyRule } from '#domain/survey/types';
import { testQuestions } from '#test/support/survey';
import { toyProgram } from '#test/support/toyProgram';

const survey: SurveyRule = {
  id: 'third-box',
  title: 'After three boxes',
  when: { afterBox: 3 },
  delayHours: 24,
  questions: [
    ...testQuestions,
    { id: 'again', title: 'Again?', kind: 'scale', min: 0, max: 10, labels: { min: 'never', max: 'at once' } },
  ],
};
const toys = toyProgram();
const complete = { ...toys, catalog: { ...toys.catalog, defaultStock: 1 } };
const issuesOf = (surveys: unknown) =>
  programSchema.safeParse({ ...complete, surveys }).error?.issues.map(({ path }) => path.join('.')) ?? [];

test('a program may have surveys, or none', () => {
  expect(issuesOf(undefined)).toEqual([]);
  expect(issuesOf([survey])).toEqual([]);
  expect(issuesOf([{ ...survey, when: { afterOrder: 1 } }])).toEqual([]);
});

test.each([
  [{ ...survey, when: {} }, 'surveys.0.when'],
  [{ ...survey, when: { afterBox: 0 } }, 'surveys.0.when.afterBox'],
  [{ ...survey, when: { afterOrder: 0 } }, 'surveys.0.when.afterOrder'],
  [{ ...survey, when: { afterBox: 3, onCancel: true } }, 'surveys.0.when'],
  [{ ...survey, when: { afterBox: 3, afterOrder: 1 } }, 'surveys.0.when'],
  [{ ...survey, delayHours: -1 }, 'surveys.0.delayHours'],
  [{ ...survey, questions: [] }, 'surveys.0.questions'],
  [{ ...survey, questions: [survey.questions[0], survey.questions[0]] }, 'surveys.0.questions.1.id'],
  [{ ...survey, questions: [{ id: 'stars', title: 'x', kind: 'scale', min: 5, max: 5 }] }, 'surveys.0.questions.0.min'],
  [
    { ...survey, questions: [{ id: 'why', title: 'x', kind: 'choice', options: [{ id: 'one', title: 'One' }] }] },
    'surveys.0.questions.0.options',
  ],
])('a faulty survey is named by its path (%#)', (faulty, path) => {
  expect(issuesOf([faulty])).toEqual([path]);
});

test('two surveys of one ID would be one', () => {
  expect(issuesOf([survey, survey])).toEqual(['surveys.1.id']);
});
