import type { FieldError } from '#domain/fieldErrors';
import type { BusinessOutcome } from '#domain/outcomes';
import { type CommonRefusal, fieldRefusal, type Refusal } from '#usecases/refusal';
import { checkoutProblems, finalCheckoutProblems } from './checkoutProblems';
import { deliveryProblems, finalDeliveryProblems } from './deliveryProblems';

interface ProblemKind {
  status: number;
  title: string;
}

/** Every business outcome has its problem: adding one to `domain/outcomes.ts` fails to compile until it is here. */
const outcomeProblems = {
  NoOpenCycle: { status: 409, title: 'That cycle is not open' },
  CutoffPassed: { status: 409, title: 'The cutoff has passed' },
  AlreadySkipped: { status: 409, title: 'The cycle is skipped already' },
  NotSkipped: { status: 409, title: 'The cycle is not skipped' },
  NotAnAlternative: { status: 422, title: 'The item is not one of the alternatives' },
  NotActive: { status: 409, title: 'The subscription is not active' },
  NotPaused: { status: 409, title: 'The subscription is not paused' },
  SubscriptionEnded: { status: 409, title: 'The subscription has ended' },
  UnknownPlan: { status: 422, title: 'The program has no such plan' },
  RegionNotServed: { status: 422, title: 'The program does not ship to that country' },
  NotParked: { status: 409, title: 'The shipment waits for nobody' },
  TooLateToAbandon: { status: 409, title: 'The shipment can no longer be abandoned' },
} as const satisfies Record<BusinessOutcome, ProblemKind>;

/** Refusals of use cases that belong to no one subject, and what only the API itself refuses. */
const apiProblems = {
  InvalidRequest: { status: 400, title: 'The request is not valid' },
  MalformedJson: { status: 400, title: 'The body is not valid JSON' },
  MissingIdempotencyKey: { status: 400, title: 'Writes need an Idempotency-Key' },
  Unauthenticated: { status: 401, title: 'A valid bearer token is needed' },
  BadSignature: { status: 401, title: 'The signature is not valid' },
  Forbidden: { status: 403, title: 'This role may not do that' },
  TestClocksDisabled: { status: 403, title: 'Test clocks are switched off' },
  NotFound: { status: 404, title: 'There is no such thing' },
  NoSizes: { status: 404, title: 'The item has no sizes' },
  MethodNotAllowed: { status: 405, title: 'That method is not offered here' },
  AlreadyRated: { status: 409, title: 'The shipment is rated already' },
  AlreadyReturned: { status: 409, title: 'The shipment is being returned already' },
  AlreadyAnswered: { status: 409, title: 'The survey is answered already' },
  NoEarlierModel: { status: 409, title: 'There is no earlier model to go back to' },
  NotDelivered: { status: 409, title: 'The shipment is not delivered yet' },
  BodyTooLarge: { status: 413, title: 'The body is too large' },
  UnsupportedMediaType: { status: 415, title: 'The body must be application/json' },
  TooManySubscriptions: { status: 409, title: 'The customer has as many subscriptions as one may have' },
  IdempotencyKeyReused: { status: 422, title: 'The Idempotency-Key was used for another request' },
  TooManyChanges: { status: 429, title: 'The subscription was changed too often' },
  TooManyEvents: { status: 429, title: 'Too many events wait to be stored' },
  TooManyStreams: { status: 429, title: 'Too many streams are open' },
  InternalError: { status: 500, title: 'Something went wrong on our side' },
  BeingSetUp: { status: 503, title: 'The subscription is being set up' },
  Unavailable: { status: 503, title: 'Everbox cannot take this right now' },
} as const satisfies Record<CommonRefusal, ProblemKind> & Record<string, ProblemKind>;

export const problemKinds = { ...outcomeProblems, ...deliveryProblems, ...checkoutProblems, ...apiProblems } as const;
export type ProblemType = keyof typeof problemKinds;

/** A URN, since a problem type is a name to compare and not a page to fetch. */
export const problemUri = (type: ProblemType): string => `urn:everbox:problem:${type}`;

/**
 * Refusals that are an answer: they are kept under the Idempotency-Key and given again. All others say that nothing
 * was decided (a typo, an outage), so the same key may be tried again.
 */
const finalProblems: ReadonlySet<ProblemType> = new Set<ProblemType>([
  ...(Object.keys(outcomeProblems) as BusinessOutcome[]),
  ...finalDeliveryProblems,
  ...finalCheckoutProblems,
  'AlreadyRated',
  'AlreadyReturned',
  'AlreadyAnswered',
  'NoEarlierModel',
  'NotDelivered',
]);

interface ProblemExtras {
  errors?: FieldError[];
  /** Extension members of the problem document, such as `cutoffAt`. */
  members?: Record<string, unknown>;
  headers?: Record<string, string>;
}

/** The answer to a request that was not served. Below 500, nothing was changed; above, `Attempt` says what is known. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;

  constructor(
    readonly type: ProblemType,
    readonly detail: string,
    readonly extras: ProblemExtras = {},
  ) {
    super(`${type}: ${detail}`);
    this.status = problemKinds[type].status;
  }

  /** Is this the answer to the request, to be given again under the same key? */
  get final(): boolean {
    return finalProblems.has(this.type);
  }

  /** The problem document of RFC 9457. */
  document(requestId: string): Record<string, unknown> {
    const { errors, members } = this.extras;
    return {
      ...members,
      type: problemUri(this.type),
      title: problemKinds[this.type].title,
      status: this.status,
      detail: this.detail,
      requestId,
      ...(errors ? { errors } : {}),
    };
  }
}

/** The refusal of a use case, as the problem that it is answered with. */
export function problemOf({ type, detail, extras }: Refusal): Problem {
  const { retryAfterSeconds, ...shown } = extras;
  if (retryAfterSeconds === undefined) return new Problem(type, detail, shown);
  return new Problem(type, detail, { ...shown, headers: { 'Retry-After': String(retryAfterSeconds) } });
}

/** A problem that names one field and the rule that it breaks. */
export const fieldProblem = (error: FieldError): Problem => problemOf(fieldRefusal(error));

/** Nobody can decide now; the caller may try again after `seconds`. */
export function unavailable(detail: string, seconds = 2): Problem {
  return new Problem('Unavailable', detail, { headers: { 'Retry-After': String(seconds) } });
}
