import express, { type Request, type RequestHandler, type Response } from 'express';
import { inTransaction } from '#db/pool';
import { authenticate } from './auth/authenticate';
import { CheckedRequest } from './checkedRequest';
import { Attempt } from './attempt';
import type { ApiContext, ApiDependencies, Caller, SharedContext } from './context';
import { type Answer, type Endpoint, type EndpointRequest, JsonText } from './endpoint';
import { idempotencyOf, type KeyedWrite, onceClaimed, onceInTransaction } from './idempotency';
import { admitChange } from '#usecases/subscriptions/limits';
import { Problem } from './problems';
import type { Streams } from './stream/streams';
import { refuseDataFault, validate } from './validate';

/** Room for every document of this API several times over; more is a mistake or an attack. */
const bodyLimitBytes = 100 * 1024;

function parserOf({ access, bodyLimitBytes: limit = bodyLimitBytes }: Endpoint): RequestHandler {
  return access === 'signed'
    ? express.raw({ limit, type: () => true })
    : express.json({ limit, type: 'application/json' });
}

/** The Express handler of an endpoint; what it throws goes to the error handler of `server.ts`. */
export function handlerOf(
  endpoint: Endpoint,
  dependencies: ApiDependencies,
  shared: SharedContext,
  streams: Streams,
): RequestHandler {
  const parser = parserOf(endpoint);
  return async (req, res) => {
    res.locals['route'] = endpoint.path;
    const context: ApiContext = { ...shared, attempt: new Attempt(endpoint.idempotent) };
    if (endpoint.method !== 'get') res.locals['attempt'] = context.attempt; // reads change nothing: no word about it
    const caller = Array.isArray(endpoint.access)
      ? await authenticate(req.headers.authorization, endpoint.access, shared.settings)
      : null;
    const request = await readRequest(endpoint, parser, req, res, caller);
    const write = endpoint.idempotent ? idempotencyOf(endpoint, request, req.headers['idempotency-key']) : null;
    if (write) request.updateId = write.updateId;
    const found = await endpoint.find(context, request);
    const changed = endpoint.changeOf?.(found);
    if (write && changed) write.admit = (tx) => admitChange(tx, request.caller, changed, context.now());
    if (endpoint.kind === 'stream') {
      await streams.serve(req, res, request.caller, await endpoint.follow(context, request, found));
      return;
    }
    const answer = await run(endpoint, dependencies, context, write, request.requestId, (scoped) =>
      endpoint.handler(scoped, request, found),
    );
    send(endpoint, res, answer);
  };
}

type Work = (context: ApiContext) => Promise<Answer>;

async function run(
  endpoint: Endpoint,
  { db }: ApiDependencies,
  context: ApiContext,
  write: KeyedWrite | null,
  requestId: string,
  work: Work,
): Promise<Answer> {
  if (write) {
    return endpoint.transaction
      ? onceInTransaction(db, write, context.attempt, requestId, (tx) => work({ ...context, db: tx }))
      : onceClaimed(db, write, context.attempt, requestId, () => work(context));
  }
  if (!endpoint.transaction) {
    context.attempt.mayTakePlace(); // at any of its statements
    return work(context);
  }
  return inTransaction(db, async (tx) => {
    const answer = await work({ ...context, db: tx });
    context.attempt.mayTakePlace(); // a COMMIT that gets no answer may have been done
    return answer;
  });
}

async function readRequest(
  endpoint: Endpoint,
  parser: RequestHandler,
  req: Request,
  res: Response,
  caller: Caller | null,
): Promise<EndpointRequest> {
  const signed = endpoint.access === 'signed';
  const raw = await readBody(parser, req, res, signed);
  // Parts that the handler judges one by one, it judges whole.
  if (!signed && !endpoint.documentedBody) refuseDataFault(raw);
  return new CheckedRequest(endpoint.path, req, caller, {
    params: validate(endpoint.params, { ...req.params }, 'path'),
    query: validate(endpoint.query, { ...req.query }, 'query'),
    // A signed body is parsed by its handler, once the signature has been verified.
    body: signed ? undefined : validate(endpoint.body, raw, 'body'),
    requestId: res.locals['requestId'] as string,
    rawBody: Buffer.isBuffer(raw) ? raw : noBytes,
  });
}

const noBytes = Buffer.alloc(0);

/** The parsed body; a request without one counts as `{}`, so that its schema says what is missing. */
async function readBody(parser: RequestHandler, req: Request, res: Response, signed: boolean): Promise<unknown> {
  const hasBody = req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
  if (!hasBody) return {};
  if (!signed && !req.is('application/json')) {
    throw new Problem('UnsupportedMediaType', 'send the body as application/json');
  }
  await new Promise<void>((resolve, reject) => {
    void parser(req, res, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error('the body could not be read'));
    });
  });
  return (req.body as unknown) ?? {};
}

function send(endpoint: Endpoint, res: Response, { status, body, headers }: Answer): void {
  // Answers are about one caller at one moment: no cache on the way may keep them.
  if (endpoint.access !== 'public') res.set('Cache-Control', 'no-store');
  if (headers) res.set(headers);
  const contentType = endpoint.responses[status]?.contentType;
  if (contentType !== undefined) res.status(status).type(contentType).send(body);
  else if (status >= 400) res.status(status).type('application/problem+json').send(JSON.stringify(body));
  else if (body instanceof JsonText) res.status(status).type('json').send(body.text);
  else res.status(status).json(body);
}
