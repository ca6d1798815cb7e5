import { z } from 'zod';
import type { SubscriptionRead } from '#db/subscriptions/subscriptionReads';
import type { Role } from '#domain/subject';
import type { ApiContext, Caller } from './context';
import type { ProblemType } from './problems';
import type { Feed } from './stream/feed';

/**
 * One endpoint, declared once: the Express route, its checks and its OpenAPI entry are all made from this object.
 *
 * A request is taken through these steps, and the first that refuses it answers: role, body, params, query,
 * Idempotency-Key, `find` (what the path names, and whether it is the caller's), `handler` or `follow`.
 */
export type Endpoint = AnswerEndpoint | StreamEndpoint;

interface AnyEndpoint {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As OpenAPI writes it: `/v1/subscriptions/{id}`. */
  path: string;
  tag: 'customer' | 'courier' | 'partner' | 'operator' | 'service';
  summary: string;
  /** `public`: anybody. `signed`: a partner, who signs the body; the handler verifies it. */
  access: readonly Role[] | 'public' | 'signed';
  params: z.ZodType;
  query: z.ZodType;
  body: z.ZodType;
  /** The body as OpenAPI shows it, where the handler checks its parts itself; else `body`. */
  documentedBody?: z.ZodType;
  /** Room for a body that is larger than others. */
  bodyLimitBytes?: number;
  responses: Responses;
  /** Problems that this endpoint answers beyond those that its declaration implies. */
  problems: readonly ProblemType[];
  /** The first answer is kept under the caller's Idempotency-Key and given again. */
  idempotent: boolean;
  /** The handler runs in one transaction, together with its idempotency key: all of it commits, or none. */
  transaction: boolean;
  /** Of a write that changes a subscription by its workflow: which one, of what was found. It is limited: see `admitChange`. */
  changeOf?: (found: unknown) => SubscriptionRead;
  find(context: ApiContext, request: EndpointRequest): Promise<unknown>;
}

/** One request, one answer. */
export interface AnswerEndpoint extends AnyEndpoint {
  kind: 'answer';
  handler(context: ApiContext, request: EndpointRequest, found: unknown): Promise<Answer>;
}

/** The request stays open, and the answer is events as they happen (server-sent events). */
export interface StreamEndpoint extends AnyEndpoint {
  kind: 'stream';
  follow(context: ApiContext, request: EndpointRequest, found: unknown): Promise<Feed>;
}

export type Responses = Record<number, ResponseSpec>;

export interface ResponseSpec {
  description: string;
  schema: z.ZodType;
  /** `application/json` unless told. */
  contentType?: string;
}

export interface EndpointRequest<P = unknown, Q = unknown, B = unknown> {
  params: P;
  query: Q;
  body: B;
  /** Who asks. Reading it in a `public` or `signed` endpoint is a bug, and throws. */
  caller: Caller;
  requestId: string;
  /** Of an idempotent endpoint: derived from caller, route and Idempotency-Key, so that a retry is the same update. */
  updateId: string;
  /** Of a `signed` endpoint: the bytes that were signed. */
  rawBody: Buffer;
  header(name: string): string | undefined;
}

export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

/** A body that is JSON already, and is sent as it is: the compiler cannot hold it against the schema, so a test has to. */
export class JsonText {
  constructor(readonly text: string) {}
}

type AnswerOf<S extends Responses> = {
  [K in keyof S]: S[K] extends { schema: infer Z extends z.ZodType }
    ? { status: K; body: z.input<Z> | JsonText; headers?: Record<string, string> }
    : never;
}[keyof S];

const nothing = z.strictObject({});
type Nothing = typeof nothing;

interface Declaration<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, S extends Responses, R> {
  method: Endpoint['method'];
  path: string;
  tag: Endpoint['tag'];
  summary: string;
  access: Endpoint['access'];
  params?: P;
  query?: Q;
  body?: B;
  documentedBody?: z.ZodType;
  bodyLimitBytes?: number;
  responses: S;
  problems?: readonly ProblemType[];
  idempotent?: boolean;
  transaction?: boolean;
  changeOf?: (found: NoInfer<R>) => SubscriptionRead;
  find?: (context: ApiContext, request: EndpointRequest<z.output<P>, z.output<Q>, z.output<B>>) => Promise<R>;
  handler: (
    context: ApiContext,
    request: EndpointRequest<z.output<P>, z.output<Q>, z.output<B>>,
    found: NoInfer<R>,
  ) => Promise<AnswerOf<NoInfer<S>>>;
}

const empty = {
  params: nothing,
  query: nothing,
  body: nothing,
  problems: [],
  idempotent: false,
  transaction: false,
  find: async () => undefined,
};

/** Declares an endpoint; what is left out is empty, and an empty part refuses all input. */
export function endpoint<
  S extends Responses,
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
  R = undefined,
>(declaration: Declaration<P, Q, B, S, R>): Endpoint {
  const filled = { kind: 'answer', ...empty, ...declaration };
  // The one place where types are erased: parts are validated with the schemas of the same declaration before they
  // reach its handler, so their types agree.
  return filled as unknown as Endpoint;
}

interface StreamDeclaration<P extends z.ZodType, R> {
  path: string;
  tag: Endpoint['tag'];
  summary: string;
  access: readonly Role[];
  params?: P;
  problems?: readonly ProblemType[];
  /** What one event's `data` holds, for the documentation. */
  events: string;
  find: (context: ApiContext, request: EndpointRequest<z.output<P>>) => Promise<R>;
  follow: (context: ApiContext, request: EndpointRequest<z.output<P>>, found: NoInfer<R>) => Promise<Feed>;
}

/** Declares an endpoint that answers with events as they happen. It can be resumed with `Last-Event-ID`. */
export function streamEndpoint<P extends z.ZodType = Nothing, R = undefined>({
  events,
  problems = [],
  ...declaration
}: StreamDeclaration<P, R>): Endpoint {
  const filled = {
    kind: 'stream',
    method: 'get',
    ...empty,
    responses: {
      200: { description: events, schema: z.string(), contentType: 'text/event-stream' },
      204: { description: 'All has happened, and was read: do not connect again', schema: z.never() },
    },
    problems: [...problems, 'TooManyStreams'],
    ...declaration,
  };
  return filled as unknown as Endpoint;
}
