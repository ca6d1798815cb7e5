import { rateOf } from './estimate';
import { isOf, partOf, tallyIn, withDistribution } from './groups';
import {
  type AskedQuestion,
  type Counted,
  type GroupId,
  type QuestionMetrics,
  scaleMetric,
  type SurveyMetrics,
} from './types';

type Surveys = Counted['surveys'];

/** The surveys of a group's program, with what its customers answered. */
export function surveysOf(group: GroupId, counted: Surveys): SurveyMetrics[] {
  const asked = counted.asked.filter(({ programId }) => programId === group.programId);
  const titles = new Map(asked.map(({ surveyId, title }) => [surveyId, title]));
  return [...titles].map(([surveyId, title]) => ({
    surveyId,
    title,
    responseRate: rateOf(tallyIn(counted.responses, group, surveyId)),
    questions: asked.filter((each) => each.surveyId === surveyId).map((each) => questionOf(group, each, counted)),
  }));
}

function questionOf(group: GroupId, { surveyId, question }: AskedQuestion, counted: Surveys): QuestionMetrics {
  const { id: questionId, title } = question;
  const isAnswer = (of: GroupId & { surveyId: string; questionId: string }): boolean =>
    isOf(group)(of) && of.surveyId === surveyId && of.questionId === questionId;
  switch (question.kind) {
    case 'scale': {
      const { kind, min, max } = question;
      const tally = tallyIn(counted.scales, group, scaleMetric(surveyId, questionId));
      return { questionId, title, kind, min, max, answer: withDistribution(tally, { min, max }) };
    }
    case 'choice': {
      const counts = new Map(counted.choices.filter(isAnswer).map(({ optionId, count }) => [optionId, count]));
      const n = [...counts.values()].reduce((sum, count) => sum + count, 0);
      const options = question.options.map(({ id, title: optionTitle }) => {
        return { optionId: id, title: optionTitle, ...partOf(counts.get(id) ?? 0, n) };
      });
      return { questionId, title, kind: question.kind, n, options };
    }
    case 'text': {
      const answers = counted.texts.find(isAnswer);
      return { questionId, title, kind: question.kind, n: answers?.count ?? 0, newest: answers?.newest ?? [] };
    }
  }
}
