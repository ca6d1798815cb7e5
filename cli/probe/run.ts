import { randomBytes } from 'node:crypto';
import type { ApiClient } from '../http/client';
import type { ProbeOptions, ProbeResult } from './contract';
import { Journey } from './journey';
import { delivered, findWindow, handedOff, makePromise, placeOrder } from './orderSteps';
import { cancel, firstCycle, signUp } from './subscriptionSteps';

type Reached = Pick<ProbeResult, 'tested' | 'because' | 'subscriptionId' | 'orderId'>;

/** The subscription is cancelled also when the limit has come. */
const cleanUpMs = 15_000;

/**
 * One customer's happy path through the live system, from sign-up to the door. Where one-hour delivery is not to be
 * had now (nobody on shift, stations closed), sign-up, first cycle and cancellation are what is tested, and the result
 * says so. `connect` gives the API as a service or an operator, whose requests end with the signal.
 */
export async function runProbe(
  options: ProbeOptions,
  connect: (signal: AbortSignal) => Promise<ApiClient>,
  interrupted: AbortSignal = new AbortController().signal,
): Promise<ProbeResult> {
  const startedMs = performance.now();
  const limit = AbortSignal.timeout(options.limitMs);
  const signal = AbortSignal.any([limit, interrupted]);
  const customerId = `probe_${randomBytes(6).toString('hex')}`;
  const reached: Reached = { tested: 'signUp', because: null, subscriptionId: null, orderId: null };
  const journey = new Journey(await connect(signal), options, customerId, signal);
  let failure: ProbeResult['failure'] = null;
  try {
    await travel(journey, reached);
  } catch (error) {
    failure = { step: journey.step, sentence: sentenceOf(error, limit, options.limitMs) };
  }
  // Cancelled in any case: an open subscription would be charged and sent for.
  failure = (await cleanUp(journey, reached, connect)) ?? failure;
  interrupted.throwIfAborted();
  const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
  return { ok: failure === null, failure, seconds, customerId, stepSeconds: journey.stepSeconds, ...reached };
}

async function travel(journey: Journey, reached: Reached): Promise<void> {
  const { program, id } = await journey.take('signUp', () => signUp(journey));
  reached.subscriptionId = id;
  const opened = await journey.take('firstCycle', () => firstCycle(journey, id));
  const skus = [opened.selection, ...opened.alternatives].flatMap((item) => (item ? [item.sku] : []));
  const window = await journey.take('options', () => findWindow(journey, skus));
  if ('because' in window) {
    reached.because = window.because;
    return;
  }
  reached.tested = 'oneHour';
  const promised = await journey.take('promise', () => makePromise(journey, window.sku, window.door));
  const ordered = await journey.take('order', () => placeOrder(journey, program, promised));
  reached.orderId = ordered.id;
  await journey.take('handoff', () => handedOff(journey, ordered));
  await journey.take('delivery', () => delivered(journey, ordered));
}

async function cleanUp(
  { options, customerId, stepSeconds }: Journey,
  { subscriptionId }: Reached,
  connect: (signal: AbortSignal) => Promise<ApiClient>,
): Promise<ProbeResult['failure']> {
  if (subscriptionId === null) return null;
  const signal = AbortSignal.timeout(cleanUpMs);
  const journey = new Journey(await connect(signal), options, customerId, signal);
  try {
    await journey.take('cancel', () => cancel(journey, subscriptionId));
    return null;
  } catch (error) {
    return { step: 'cancel', sentence: sentenceOf(error, signal, cleanUpMs) };
  } finally {
    Object.assign(stepSeconds, journey.stepSeconds);
  }
}

function sentenceOf(error: unknown, limit: AbortSignal, limitMs: number): string {
  if (limit.aborted) return `not done after ${limitMs / 1_000} s`;
  return error instanceof Error ? error.message : String(error);
}
