import { subscriptionChange } from '../../api/schemas/subscription';
import { ApiProblem } from '../http/problem';
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
  if (plan.movesIn === index) await move(session);
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
  const change = await attempt(session, 'swap', {
    method: 'POST',
    path: `/cycles/${cycle.number}/swap`,
    body: { sku },
  });
  if (!change) return;
  acknowledge(session, { kind: 'swap', cycle: cycle.number, sku });
  tell(session, `swapped ${from.startsWith('it,') ? from : `"${from}"`} for "${title}"`);
}

async function skip(session: Session, { number }: PublicCycle): Promise<void> {
  if (!(await attempt(session, 'skip', { method: 'POST', path: `/cycles/${number}/skip` }))) return;
  acknowledge(session, { kind: 'skip', cycle: number });
  tell(session, `skipped cycle ${number}`);
}

async function unskip(session: Session, { number }: PublicCycle): Promise<void> {
  if (!(await attempt(session, 'unskip', { method: 'POST', path: `/cycles/${number}/unskip` }))) return;
  acknowledge(session, { kind: 'unskip', cycle: number });
  tell(session, `wants cycle ${number} after all`);
}

async function pauseAndResume(session: Session): Promise<void> {
  if (!(await attempt(session, 'pause', { method: 'POST', path: '/pause' }))) return;
  acknowledge(session, { kind: 'pause' });
  tell(session, 'paused');
  if (!(await attempt(session, 'resume', { method: 'POST', path: '/resume' }))) return;
  acknowledge(session, { kind: 'resume' });
  tell(session, 'resumed');
}

async function move(session: Session): Promise<void> {
  const { random, place, run } = session;
  const to = random.pick(placesOf(run.program));
  const addressLine1 = `${151 + Math.floor(random.next() * 150)} ${to.street}`;
  const { city, postalCode, country } = to;
  const body = { name: session.name, line1: addressLine1, city, postalCode, country };
  const change = await attempt(session, 'move', { method: 'PATCH', path: '/address', body });
  if (!change) return;
  // It counts for the cycle that was open when it was accepted, and for all later ones.
  acknowledge(session, { kind: 'address', fromCycle: change.cycle?.number ?? change.nextCycle, addressLine1 });
  tell(session, city === place.city ? `moved within ${city}` : `moved from ${place.city} to ${city}`);
}

/** Leaves for good; what was cut off before is still sent. */
export async function leave(session: Session): Promise<void> {
  const change = await attempt(session, 'cancel', {
    method: 'POST',
    path: '/cancel',
    body: { reason: 'the demo is over' },
  });
  if (!change) return;
  acknowledge(session, { kind: 'cancel' });
  tell(session, 'cancelled');
}

/** Instead of leaving: the subscription stays to be looked at, and no further cycle opens. */
export async function rest(session: Session): Promise<void> {
  if (!(await attempt(session, 'pause', { method: 'POST', path: '/pause' }))) return;
  acknowledge(session, { kind: 'pause' });
  tell(session, 'paused, to stay');
}

type Change = { method: 'POST' | 'PATCH'; path: string; body?: unknown };

/** Asks for a change; null when it was refused, which is an answer too (it came too late, say). */
async function attempt(session: Session, what: string, change: Change): Promise<SubscriptionChange | null> {
  const path = `/v1/subscriptions/${session.subscriptionId}${change.path}`;
  try {
    return await session.api.send({ ...change, path, answer: subscriptionChange });
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status >= 500) throw error;
    tell(session, `could not ${what}: ${error.message}`);
    return null;
  }
}

type Entry = Acknowledged extends infer E ? (E extends unknown ? Omit<E, 'subscriptionId'> : never) : never;

function acknowledge({ run, subscriptionId }: Session, entry: Entry): void {
  run.acknowledged.push({ subscriptionId, ...entry });
}
