import type { Queryable } from '#db/pool';
import type { Role } from '#domain/subject';

/** What most use cases work with. */
export interface UseCaseContext {
  /** The pool; where a use case says so, the transaction that its caller commits. */
  db: Queryable;
  /** Wall time, ms since the epoch. */
  now: () => number;
}

/** Who asks. */
export interface Asker {
  subject: string;
  role: Role;
}
