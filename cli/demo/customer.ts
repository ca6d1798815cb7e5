import { z } from 'zod';
import { cycle, cycleSummary } from '#contract/cycle';
import { rating, shipment } from '#contract/shipment';
import { subscription } from '#contract/subscription';
import { shipmentIdOf } from '#domain/ids';
import { ApiProblem } from '../http/problem';
import { choose, leave, rest } from './choose';
import type { CycleSummary, PublicCycle } from './contract';
import { type Session, tell, until, untilBusiness, waitWall } from './session';
import { hasEnded, isOnItsWay, type Milestone, milestonesOf } from './shipmentWatch';

const cyclesPage = z.object({ items: z.array(cycleSummary) });

/** A customer's whole membership: `cycles` cycles, from opening to cutoff, and every box of them to its rating. */
export async function live(session: Session, cycles: number, keep: boolean): Promise<void> {
  const boxes: Promise<void>[] = [];
  try {
    await throughCycles(session, cycles, boxes);
    await (keep ? rest(session) : leave(session));
  } finally {
    // Boxes that are on their way go on, whatever became of the rest.
    await Promise.allSettled(boxes);
  }
  await Promise.all(boxes);
}

async function throughCycles(session: Session, cycles: number, boxes: Promise<void>[]): Promise<void> {
  let last = 0;
  for (let index = 0; index < cycles; index++) {
    const opened = await nextOpening(session, last);
    last = opened.number;
    tellPick(session, opened);
    await choose(session, opened, index);
    const closed = await closing(session, opened);
    if (closed.status !== 'shipped') {
      tell(session, `cycle ${closed.number} closed: ${closed.status}`);
      continue;
    }
    const box = follow(session, closed);
    box.catch(() => undefined); // awaited at the end; until then a failure must not count as unhandled
    boxes.push(box);
  }
}

/** The next cycle that opens after number `after`. The first opens at sign-up, the others when they are due. */
async function nextOpening(session: Session, after: number): Promise<PublicCycle> {
  const { api, subscriptionId } = session;
  const path = `/v1/subscriptions/${subscriptionId}`;
  if (after > 0) {
    const { nextOpenAt } = await api.send({ method: 'GET', path, answer: subscription });
    await untilBusiness(session, Date.parse(nextOpenAt));
  }
  const number = await until(
    session,
    after === 0 ? 'the first cycle to open' : `the cycle after ${after} to open`,
    async () => {
      const { items } = await api.send({ method: 'GET', path: `${path}/cycles?limit=1`, answer: cyclesPage });
      return items[0] && items[0].number > after ? items[0].number : null;
    },
  );
  return api.send({ method: 'GET', path: `${path}/cycles/${number}`, answer: cycle });
}

function tellPick(session: Session, { number, selection }: PublicCycle): void {
  if (selection) tell(session, `cycle ${number}: picked "${selection.title}". ${selection.reason}`);
  else tell(session, `cycle ${number}: nothing suits`);
}

async function closing(session: Session, { number, cutoffAt }: PublicCycle): Promise<CycleSummary> {
  const path = `/v1/subscriptions/${session.subscriptionId}/cycles/${number}`;
  await untilBusiness(session, Date.parse(cutoffAt));
  return until(session, `cycle ${number} to close`, async () => {
    const seen = await session.api.send({ method: 'GET', path, answer: cycle });
    return seen.status === 'open' ? null : seen;
  });
}

/** A box from the cutoff to its rating, which the customer gives when asked for it; to the carrier, where none arrives. */
async function follow(session: Session, { number, chargeCents, selection }: CycleSummary): Promise<void> {
  const { api, subscriptionId, random, run } = session;
  const shipmentId = shipmentIdOf(subscriptionId, number);
  const told = new Set<Milestone>();
  const tellOnce = (milestone: Milestone): void => {
    if (told.has(milestone)) return;
    told.add(milestone);
    const title = selection?.title ?? shipmentId;
    const verb = { charged: `charged ${money(session, chargeCents)} for`, abandoned: 'will not get' };
    tell(session, `${milestone in verb ? verb[milestone as keyof typeof verb] : milestone} "${title}"`);
  };
  await waitWall(run, random.next() * run.pace.pollMs); // so that not all look at the same moments
  const ended = await until(session, `shipment ${shipmentId}`, async () => {
    const seen = await findShipment(session, shipmentId);
    if (seen) milestonesOf(seen).forEach(tellOnce);
    return seen && (hasEnded(seen) || (!run.parcelsArrive && isOnItsWay(seen))) ? seen : null;
  });
  if (ended.deliveredAt === null) return;
  const stars = random.next() < 0.2 ? 3 : random.next() < 0.5 ? 4 : 5;
  await api.send({ method: 'POST', path: `/v1/shipments/${shipmentId}/ratings`, body: { stars }, answer: rating });
  tell(session, `rated "${ended.title}" ${'*'.repeat(stars)}`);
}

/** Null while its first step is still under way. */
async function findShipment({ api }: Session, shipmentId: string) {
  try {
    return await api.send({ method: 'GET', path: `/v1/shipments/${shipmentId}`, answer: shipment });
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return null;
    throw error;
  }
}

function money({ run }: Session, cents: number): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: run.program.currency });
  return format.format(cents / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
