import type { Database } from '#db/pool';
import { listAnsweredQuestions } from '#db/search/searchAnswers';

/** How long a process may not know of a new answer: it is only ever a short cut. */
const freshMs = 30_000;

interface Known {
  content: string;
  checkedAtMs: number;
  questions: Promise<ReadonlySet<string>>;
}

/** Which questions have an answer for everybody that was worked out ahead, so that rare ones do not ask the database. */
export class AnsweredAhead {
  private readonly known = new Map<string, Known>();

  constructor(private readonly db: Database) {}

  async has(programId: string, content: string, question: string): Promise<boolean> {
    const known = this.known.get(programId);
    if (known?.content === content && Date.now() - known.checkedAtMs < freshMs) {
      return (await known.questions).has(question);
    }
    const questions = listAnsweredQuestions(this.db, programId, content).then(
      (list) => new Set(list),
      () => new Set<string>(), // asked again soon
    );
    this.known.set(programId, { content, checkedAtMs: Date.now(), questions });
    return (await questions).has(question);
  }
}
