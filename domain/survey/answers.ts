import { printableLines } from '../text';
import type { SurveyAnswers, SurveyQuestion } from './types';

/** What is wrong with the answer to one question: `rule` is for programs, `message` for people. */
export interface AnswerFault {
  questionId: string;
  rule: string;
  message: string;
}

/** Of one answer in the customer's own words. */
const mostCharacters = 2_000;

/** Everything that is wrong with these answers; none: each question is answered as it was asked. */
export function faultsOf(questions: readonly SurveyQuestion[], answers: SurveyAnswers): AnswerFault[] {
  const asked = new Set(questions.map(({ id }) => id));
  const unasked = Object.keys(answers).filter((id) => !asked.has(id));
  return [
    ...unasked.map((questionId) => ({ questionId, rule: 'undeclared', message: 'is no question of this survey' })),
    ...questions.flatMap((question) => {
      const fault = faultOf(question, Object.hasOwn(answers, question.id) ? answers[question.id] : undefined);
      return fault ? [{ questionId: question.id, ...fault }] : [];
    }),
  ];
}

type Fault = Omit<AnswerFault, 'questionId'>;

function faultOf(question: SurveyQuestion, answer: number | string | undefined): Fault | null {
  if (answer === undefined) {
    return question.optional ? null : { rule: 'required', message: 'is required' };
  }
  switch (question.kind) {
    case 'scale':
      return scaleFault(question.min, question.max, answer);
    case 'choice':
      return choiceFault(
        question.options.map(({ id }) => id),
        answer,
      );
    case 'text':
      return textFault(answer);
  }
}

function scaleFault(min: number, max: number, answer: number | string): Fault | null {
  if (typeof answer !== 'number' || !Number.isInteger(answer))
    return { rule: 'type:int', message: 'must be of type int' };
  if (answer < min) return { rule: `min:${min}`, message: `must be at least ${min}` };
  return answer > max ? { rule: `max:${max}`, message: `must be at most ${max}` } : null;
}

function choiceFault(options: string[], answer: number | string): Fault | null {
  if (typeof answer === 'string' && options.includes(answer)) return null;
  return { rule: 'oneOf', message: `must be one of ${options.join(', ')}` };
}

function textFault(answer: number | string): Fault | null {
  if (typeof answer !== 'string') return { rule: 'type:string', message: 'must be of type string' };
  if (answer.trim() === '') return { rule: 'min:1', message: 'must have at least 1 character' };
  if (answer.length > mostCharacters) {
    return { rule: `max:${mostCharacters}`, message: `must have at most ${mostCharacters} characters` };
  }
  if (printableLines.test(answer)) return null;
  return { rule: 'format:regex', message: 'must not contain control characters' };
}

/** What may be counted and go into an event: numbers and choices. The customer's own words stay with the survey. */
export function countable(questions: readonly SurveyQuestion[], answers: SurveyAnswers): SurveyAnswers {
  const texts = new Set(questions.filter(({ kind }) => kind === 'text').map(({ id }) => id));
  return Object.fromEntries(Object.entries(answers).filter(([id]) => !texts.has(id)));
}
