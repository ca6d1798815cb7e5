import { subscriptionChange } from '#contract/subscription';
import { ApiProblem, ApiUnreachable } from '../http/problem';
import { wallUntil } from './clock';
import type { PublicCycle, SubscriptionChange } from './contract';
import type { Acknowledged } from './journal';
import { placesOf } from './people';
import type { Choice } from './plan';
import { type Session, tell, waitWall } from './session';

/** A customer makes up their mind within this share of the time that is left. */
const unhurried = 0.35;
/** Of the alternatives, only the best few are shown without scrolling. */
const shownAlternatives = 4;

/** The customer's part of an open cycle: keep, swap or skip; sometimes a move or a pause as well. */
export async function choose(session: Session, cycle: PublicCycle, index: number): Promise<void> {
  const { run, plan, random } = session;
  await waitWall(run, random.next() * unhurried * wallUntil(run.clock, Date.parse(cycle.cutoffAt)));
  if (plan.movesIn === index) await move(session, cycle);
  if (plan.pausesIn === index) await pauseAndResume(session);
  await decide(session, cycle, plan.choices[index] ?? 'keep');
}

async function decide(session: Session, cycle: PublicCycle, choice: Choice): Promise<void> {
  switch (choice) {
    case 'keep':
      return;
    case 'swap':
      return swap(session, cycle, cycle.selection?.title ?? 'nothing');
    case 'swapTwice':
      await swap(session, cycle, cycle.selection?.title ?? 'nothing');
      return swap(session, cycle, 'it, on second thoughts,');
    case 'skip':
      return skip(session, cycle);
    case 'skipAndUnskip':
      await skip(session, cycle);
      return unskip(session, cycle);
  }
}

async function swap(session: Session, cycle: PublicCycle, from: string): Promise<void> {
  const shown = cycle.alternatives.slice(0, shownAlternatives);
  if (shown.length === 0) return tell(session, 'would have swapped, but there is no alternative');
  const { sku, title } = session.random.pick(shown);
  // Not offered a second time: a customer who swaps twice ends with something else.
  cycle.alternatives = cycle.alternatives.filter((other) => other.sku !== sku);
  const { number } = cycle;
  const change: Change = { method: 'POST', path: `/cycles/${number}/swap`, body: { sku } };
  if (!(await attempt(session, 'swap', change, () => ({ kind: 'swap', cycle: number, sku })))) return;
  tell(session, `swapped ${from.startsWith('it,') ? from : `"${from}"`} for "${title}"`);
}

async function skip(session: Session, { number }: PublicCycle): Promise<void> {
  const change: Change = { method: 'POST', path: `/cycles/${number}/skip` };
  if (!(await attempt(session, 'skip', change, () => ({ kind: 'skip', cycle: number })))) return;
  tell(session, `skipped cycle ${number}`);
}

async function unskip(session: Session, { number }: PublicCycle): Promise<void> {
  const change: Change = { method: 'POST', path: `/cycles/${number}/unskip` };
  if (!(await attempt(session, 'unskip', change, () => ({ kind: 'unskip', cycle: number })))) return;
  tell(session, `wants cycle ${number} after all`);
}

async function pauseAndResume(session: Session): Promise<void> {
  if (!(await attempt(session, 'pause', { method: 'POST', path: '/pause' }, () => ({ kind: 'pause' })))) return;
  tell(session, 'paused');
  if (!(await attempt(session, 'resume', { method: 'POST', path: '/resume' }, () => ({ kind: 'resume' })))) return;
  tell(session, 'resumed');
}

async function move(session: Session, { number }: PublicCycle): Promise<void> {
  const { random, place, run } = session;
  const to = random.pick(placesOf(run.program));
  const addressLine1 = `${151 + Math.floor(random.next() * 150)} ${to.street}`;
  const { city, postalCode, country } = to;
  const body = { name: session.name, line1: addressLine1, city, postalCode, country };
  // It counts for the cycle that was open when it was accepted, and for all later ones.
  const entry = (change: SubscriptionChange | null): Entry => {
    const fromCycle = change ? (change.cycle?.number ?? change.nextCycle) : number;
    return { kind: 'address', fromCycle, addressLine1 };
  };
  if (!(await attempt(session, 'move', { method: 'PATCH', path: '/address', body }, entry))) return;
  tell(session, city === place.city ? `moved within ${city}` : `moved from ${place.city} to ${city}`);
}

/** Leaves for good; what was cut off before is still sent. */
export async function leave(session: Session): Promise<void> {
  const change: Change = { method: 'POST', path: '/cancel', body: { reason: 'the demo is over' } };
  if (!(await attempt(session, 'cancel', change, () => ({ kind: 'cancel' })))) return;
  tell(session, 'cancelled');
}

/** Instead of leaving: the subscription stays to be looked at, and no further cycle opens. */
export async function rest(session: Session): Promise<void> {
  if (!(await attempt(session, 'pause', { method: 'POST', path: '/pause' }, () => ({ kind: 'pause' })))) return;
  tell(session, 'paused, to stay');
}

type Change = { method: 'POST' | 'PATCH'; path: string; body?: unknown };
type Entry = Acknowledged extends infer E ? (E extends unknown ? Omit<E, 'subscriptionId'> : never) : never;

/**
 * Asks for a change, and writes down what came of it; `entryOf` has the answer, null where it is open whether the change
 * was taken. Null when it was refused, which is an answer too (it came too late, say), or is open.
 */
async function attempt(
  session: Session,
  what: string,
  change: Change,
  entryOf: (answer: SubscriptionChange | null) => Entry,
): Promise<SubscriptionChange | null> {
  const { api, run, subscriptionId } = session;
  const path = `/v1/subscriptions/${subscriptionId}${change.path}`;
  try {
    const answer = await api.send({ ...change, path, answer: subscriptionChange });
    run.acknowledged.push({ subscriptionId, ...entryOf(answer) });
    return answer;
  } catch (error) {
    if (isOpen(error)) {
      run.acknowledged.push({ subscriptionId, ...entryOf(null), open: true });
      tell(session, `does not know whether the ${what} was taken: ${error.message}`);
      return null;
    }
    if (!(error instanceof ApiProblem) || error.status >= 500) throw error;
    tell(session, `could not ${what}: ${error.message}`);
    return null;
  }
}

const isOpen = (error: unknown): error is Error =>
  error instanceof ApiUnreachable || (error instanceof ApiProblem && error.mayHaveBeenTaken);
