import { Problem } from './problems';

/** What is known of earlier requests under the same key: none is open, one may have been taken, or nobody could look. */
type Earlier = 'settled' | 'open' | 'unknown';

/**
 * What is known of one write while it is served. "Nothing was changed" is said only where nothing can have been: this
 * request was not sent to whoever decides (a workflow, a COMMIT), and no earlier one under its key is without an answer.
 */
export class Attempt {
  private sent = false;
  private earlier: Earlier;

  constructor(private readonly isKeyed: boolean) {
    // Without a key, every request is a wish of its own.
    this.earlier = isKeyed ? 'unknown' : 'settled';
  }

  /** To be called before the step after which the change may take place although no answer comes. */
  mayTakePlace(): void {
    this.sent = true;
  }

  /** Whoever was to decide has said that it did not take place. */
  didNotTakePlace(): void {
    this.sent = false;
  }

  earlierIs(earlier: Earlier): void {
    this.earlier = earlier;
  }

  /** May this request, whatever became of earlier ones, have changed something? */
  get mayHaveTakenPlace(): boolean {
    return this.sent;
  }

  /** A failure of ours with what is known of the change, for people and (`mayHaveBeenTaken`) for programs. */
  told(problem: Problem): Problem {
    if (problem.status < 500) return problem;
    const mayHaveBeenTaken = this.sent || this.earlier !== 'settled';
    const members = { ...problem.extras.members, mayHaveBeenTaken };
    return new Problem(problem.type, `${problem.detail}; ${this.word()}`, { ...problem.extras, members });
  }

  private word(): string {
    const again = this.isKeyed ? 'ask again with the same key' : 'ask again';
    if (this.sent || this.earlier === 'open') return `it may have been taken; ${again}`;
    if (this.earlier === 'settled') return 'nothing was changed';
    return `this request changed nothing; if it was sent before, it may have been taken: ${again}`;
  }
}
