import {
  ApplicationFailure,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { finalDeliveryProblems } from '#api/http/deliveryProblems';
import { refusedAs, toProblem } from '#api/http/faults';
import { Problem, problemKinds } from '#api/http/problems';
import { refusalOf } from '#api/http/updates';
import { businessOutcomes } from '#domain/outcomes';
import { Refusal } from '#usecases/refusal';

const updateFailure = (type: string, details?: unknown[]) =>
  new WorkflowUpdateFailedError(
    'failed',
    ApplicationFailure.create({ type, message: 'said so', details: details ?? [] }),
  );

test.each(businessOutcomes)('the business outcome %s is a 4xx problem that is kept', (outcome) => {
  const problem = refusalOf(updateFailure(outcome));
  expect(problem).toMatchObject({ type: outcome, detail: 'said so', final: true });
  expect([409, 422]).toContain(problem?.status);
});

test('details of a refusal become members of the problem, and never hide its own', () => {
  const problem = refusalOf(
    updateFailure('CutoffPassed', [{ cutoffAt: '2026-05-01T18:00:00.000Z', status: 200, type: 'x' }]),
  );
  expect(problem?.document('req-1')).toEqual({
    type: 'urn:everbox:problem:CutoffPassed',
    title: problemKinds.CutoffPassed.title,
    status: 409,
    detail: 'said so',
    requestId: 'req-1',
    cutoffAt: '2026-05-01T18:00:00.000Z',
  });
});

test('a failure of another type is a bug of ours, not a refusal', () => {
  expect(refusalOf(updateFailure('TypeError'))).toBeUndefined();
  expect(refusalOf(new Error('CutoffPassed'))).toBeUndefined();
  expect(toProblem(updateFailure('TypeError'))).toMatchObject({ type: 'InternalError' });
});

test('a run that ended before it answered asks for a retry', () => {
  expect(refusalOf(updateFailure('AcceptedUpdateCompletedWorkflow'))).toMatchObject({ status: 503, final: false });
});

test.each(['RunIsFull', 'UnprocessedUpdate'])(
  '%s, whatever was tried, asks for a retry: nothing was decided',
  (type) => {
    expect(refusalOf(updateFailure(type))).toMatchObject({ status: 503, final: false });
  },
);

describe('what failed below', () => {
  const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code });
  const outages: [string, Error][] = [
    ['a refused connection', coded('ECONNREFUSED')],
    ['both addresses of localhost refused', new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')])],
    ['a server that shuts down', coded('57P01')],
    ['too many connections', coded('53300')],
    ['a server that only reads, after a failover', coded('25006')],
    ['a disk that fails', coded('58030', 'could not read block 3 in file "base/1/2": Input/output error')],
    ['a disk that refuses', coded('42501', 'could not open file "base/1/2": Operation not permitted')],
    ['a full pool', new Error('timeout exceeded when trying to connect')],
    ['a connection that broke', new Error('Connection terminated unexpectedly')],
    ['an update that took too long', new WorkflowUpdateRPCTimeoutOrCancelledError('deadline')],
  ];
  test.each(outages)('%s: 503 with Retry-After', (_name, error) => {
    const problem = toProblem(error);
    expect([problem.type, problem.extras.headers]).toEqual(['Unavailable', { 'Retry-After': '2' }]);
    expect(problem.final).toBe(false);
  });

  const bugs: [string, unknown][] = [
    ['a wrong statement', coded('42P01', 'relation "x" does not exist')],
    ['a broken rule of the database', coded('23514')],
    ['a right that is missing', coded('42501', 'permission denied for table secret')],
    ['a plain error', new Error('secret inside')],
    ['a thrown text', 'secret inside'],
  ];
  test.each(bugs)('%s: 500 that tells nothing', (_name, error) => {
    const problem = toProblem(error);
    expect(problem.type).toBe('InternalError');
    expect(JSON.stringify(problem.document('r'))).not.toMatch(/secret|relation/);
  });
});

test('only answers are final: never an outage, a typo or a missing right', () => {
  const final = (Object.keys(problemKinds) as (keyof typeof problemKinds)[]).filter(
    (type) => new Problem(type, '').final,
  );
  const ofCheckout = ['OutsideZone', 'PromiseExpired', 'PromiseUsed', 'PromiseMismatch'];
  expect(final).toEqual([
    ...businessOutcomes,
    ...finalDeliveryProblems,
    ...ofCheckout,
    'AlreadyRated',
    'AlreadyReturned',
    'AlreadyAnswered',
    'NoEarlierModel',
    'NotDelivered',
  ]);
  expect(final.filter((type) => ![409, 422].includes(problemKinds[type].status))).toEqual([]);
});

describe('the refusal of a use case', () => {
  test('is answered as the problem of its name', () => {
    const errors = [{ in: 'body' as const, field: 'sku', rule: 'exists', message: 'there is none' }];
    const problem = toProblem(new Refusal('PromiseMismatch', 'sku: there is none', { errors, members: { sku: 'x' } }));
    expect(problem).toMatchObject({ status: 422, final: true, extras: { errors } });
    expect(problem.extras.headers).toBeUndefined();
    expect(problem.document('req-1')).toEqual({
      sku: 'x',
      type: 'urn:everbox:problem:PromiseMismatch',
      title: problemKinds.PromiseMismatch.title,
      status: 422,
      detail: 'sku: there is none',
      requestId: 'req-1',
      errors,
    });
  });

  test('says when to ask again in the header for it', () => {
    const problem = toProblem(new Refusal('TooManyEvents', 'later', { retryAfterSeconds: 2 }));
    expect([problem.status, problem.extras]).toEqual([429, { headers: { 'Retry-After': '2' } }]);
  });

  test('is told from a failure, which nobody decided', () => {
    expect(refusedAs(new Refusal('WindowFull', 'full'))).toMatchObject({ type: 'WindowFull', final: false });
    expect(refusedAs(new Problem('Forbidden', 'no'))).toMatchObject({ type: 'Forbidden' });
    expect(refusedAs(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))).toBeUndefined();
    // What Express says of a body is no refusal of ours, though it is answered 4xx.
    expect(refusedAs(Object.assign(new Error('x'), { status: 413 }))).toBeUndefined();
  });
});
