import type { EventData } from '../events/types';
import type { SurveyAnswers, SurveyDefinition } from '../survey/types';

/** An item that arrived, and how long its customer is left to wear it. */
export interface FitSurveySubject {
  sku: string;
  title: string;
  size: string;
  delayHours: number;
}

const fitQuestion = 'fit';

/** What is asked about an item that is worn. It is answered once, like every survey, and asked with every box. */
export function fitSurvey({ title, size }: FitSurveySubject): SurveyDefinition {
  return {
    title: 'Does it fit?',
    about: `${title}, ${size}`,
    questions: [
      {
        id: fitQuestion,
        title: 'How does it fit?',
        kind: 'choice',
        options: [
          { id: 'tooSmall', title: 'Too small' },
          { id: 'good', title: 'Just right' },
          { id: 'tooLarge', title: 'Too large' },
        ],
      },
    ],
  };
}

/** What an answer to it says, as an event has it; null for anything else. */
export function fitAnswer(answers: SurveyAnswers): EventData['fit'] | null {
  const answer = answers[fitQuestion];
  return answer === 'tooSmall' || answer === 'good' || answer === 'tooLarge' ? answer : null;
}
