import type { SurveyQuestion } from '#domain/survey/types';

/** One question of each kind; the text may be left out. */
export const testQuestions: SurveyQuestion[] = [
  { id: 'stars', title: 'How good?', kind: 'scale', min: 1, max: 5 },
  {
    id: 'why',
    title: 'Why?',
    kind: 'choice',
    options: [
      { id: 'price', title: 'Price' },
      { id: 'moved', title: 'Moved' },
    ],
  },
  { id: 'words', title: 'In your words?', kind: 'text', optional: true },
];
