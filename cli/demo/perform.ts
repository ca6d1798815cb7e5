import { randomBytes } from 'node:crypto';
import { leave } from './choose';
import { live } from './customer';
import { mapLimit } from '#domain/mapLimit';
import type { Acknowledged } from './journal';
import { apiOf, type DemoOptions, type DemoTarget } from './options';
import { planDemo } from './plan';
import type { DemoRun, Session } from './session';
import { signUp } from './signUp';
import type { Stage } from './stage';

/** Requests of sign-up at once, as on a busy morning. */
const signUpsAtOnce = 5;

/** Customers come, live through their cycles and go. Returns what went wrong. */
export async function perform(run: DemoRun, options: DemoOptions, target: DemoTarget, stage: Stage): Promise<string[]> {
  const members: Member[] = [];
  const troubles: string[] = [];
  try {
    await signUpAll(run, options, target, members);
  } catch (error) {
    troubles.push(`a sign-up failed: ${messageOf(error)}`);
  }
  const lives = await Promise.allSettled(members.map(({ life }) => life));
  lives.forEach((life, at) => {
    const session = members[at]?.session;
    if (session && life.status === 'rejected') troubles.push(troubleOf(session, life.reason));
  });
  if (!options.keep) await cancelRest(run, members, target);
  await stage.strike().catch((error: unknown) => run.reporter.note(`could not clear up: ${messageOf(error)}`));
  return troubles;
}

interface Member {
  session: Session;
  /** Begins with the sign-up: the first cycle opens at once. */
  life: Promise<void>;
}

async function signUpAll(run: DemoRun, options: DemoOptions, target: DemoTarget, members: Member[]): Promise<void> {
  const { customers, cycles, seed, keep } = options;
  // Another name at each run: two runs are different customers, also to the selection's memory of what was sent.
  const runId = randomBytes(4).toString('hex');
  const plans = planDemo(customers, cycles, seed).map((plan, index) => ({ plan, index }));
  await mapLimit(plans, signUpsAtOnce, async ({ plan, index }) => {
    const customerId = `demo_${runId}_${String(index + 1).padStart(3, '0')}`;
    const api = await apiOf(target, 'customer', customerId, run.signal);
    const session = await signUp(run, { index, customerId, api, plan, seed });
    const life = live(session, cycles, keep);
    life.catch(() => undefined); // awaited when all have signed up; until then a failure must not count as unhandled
    members.push({ session, life });
  });
}

/** Nobody is left behind on a clock that nothing moves: whoever did not get to cancel is cancelled now. */
async function cancelRest(run: DemoRun, members: Member[], target: DemoTarget): Promise<void> {
  const isGone = ({ kind, open }: Acknowledged): boolean => kind === 'cancel' && !open;
  const gone = new Set(run.acknowledged.filter(isGone).map((entry) => entry.subscriptionId));
  const left = members.map(({ session }) => session).filter(({ subscriptionId }) => !gone.has(subscriptionId));
  if (left.length === 0) return;
  const api = await apiOf(target, 'operator', 'demo_operator', AbortSignal.timeout(20_000));
  await mapLimit(left, signUpsAtOnce, (session) => leave({ ...session, api })).catch((error: unknown) => {
    run.reporter.note(`could not cancel every subscription: ${messageOf(error)}`);
  });
}

function troubleOf({ name, standing, run }: Session, reason: unknown): string {
  const open = [...standing].join(', ') || 'nothing';
  return run.signal.aborted ? `${name} waits for ${open}` : `${name} (waiting for ${open}): ${messageOf(reason)}`;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
