import { ApplicationFailure, WorkflowUpdateFailedError } from '@temporalio/client';
import { untilTaken } from '#api/http/untilTaken';
import { runIsFull } from '#workflows/subscription/messages';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const refusedWith = (type: string) =>
  new WorkflowUpdateFailedError('refused', ApplicationFailure.create({ type, nonRetryable: true }));

/** Sends that fail with each of these in turn, and are answered afterwards; counts them. */
function failing(...errors: Error[]) {
  const sent = { times: 0 };
  const send = (): Promise<string> => {
    const error = errors[sent.times++];
    return error ? Promise.reject(error) : Promise.resolve('taken');
  };
  return { sent, send };
}

/** What came of it, with all its pauses behind it. */
async function settled(work: Promise<string>): Promise<string> {
  const outcome = work.catch((error: Error) => `failed: ${(error.cause as ApplicationFailure | undefined)?.type}`);
  await vi.runAllTimersAsync();
  return outcome;
}

const soon = (ms: number) => Date.now() + ms;

test('a change that meets full runs is sent again, with a pause, until a run takes it', async () => {
  const { sent, send } = failing(refusedWith(runIsFull), refusedWith(runIsFull));
  const before = Date.now();
  expect(await settled(untilTaken(send, soon(10_000)))).toBe('taken');
  expect(sent.times).toBe(3);
  expect(Date.now()).toBeGreaterThan(before); // never a storm
});

test('so is one that a worker did not get to, which the server refuses in its place', async () => {
  const { sent, send } = failing(refusedWith('UnprocessedUpdate'));
  expect(await settled(untilTaken(send, soon(10_000)))).toBe('taken');
  expect(sent.times).toBe(2);
});

test('what the workflow decided is no reason to ask again', async () => {
  const { sent, send } = failing(refusedWith('CutoffPassed'));
  expect(await settled(untilTaken(send, soon(10_000)))).toBe('failed: CutoffPassed');
  expect(sent.times).toBe(1);
});

test('nor is a fault, of which it is not known what came', async () => {
  const { sent, send } = failing(new Error('the connection was lost'));
  expect(await settled(untilTaken(send, soon(10_000)))).toBe('failed: undefined');
  expect(sent.times).toBe(1);
});

test('it gives up in time, with the refusal, and sends nothing after that', async () => {
  const untilMs = soon(1_000);
  const sentAtMs: number[] = [];
  const send = (): Promise<string> => {
    sentAtMs.push(Date.now());
    return Promise.reject(refusedWith(runIsFull));
  };
  expect(await settled(untilTaken(send, untilMs))).toBe(`failed: ${runIsFull}`);
  expect(sentAtMs.length).toBeGreaterThan(1);
  expect(Math.max(...sentAtMs)).toBeLessThan(untilMs);
});
