import { putInOutbox } from '#db/outbox/outbox';
import { insertSubscription } from '#db/subscriptions/signUp';
import { stageAddress, stagePaymentMethod } from '#db/subscriptions/staged';
import { startDueSurveys } from '#db/surveys/surveyStarts';
import { readTestClock } from '#db/subscriptions/testClocks';
import type { Queryable } from '#db/pool';
import { type BusinessClock, businessAt, wallClock } from '#domain/clock';
import type { Preferences } from '#domain/selection/types';
import type { SubscriptionStart } from '#domain/subscription/start';
import type { LocatedAddress } from '#db/subscriptions/personalData';
import type { SubscriptionRead } from '#db/subscriptions/subscriptionReads';
import { cohortOf } from './cohort';
import type { UseCaseContext } from '../context';
import { admitSignUp, confirmSignUp } from './limits';
import { newAddressId, newPaymentMethodId, newSubscriptionId } from '../newIds';
import { named } from '../noSuch';
import { fieldRefusal } from '../refusal';
import { checkPreferences, checkRegion, requirePlan, requireProgram } from './programRules';

export interface SignUp {
  customerId: string;
  programId: string;
  planId: string;
  email: string;
  zone: string;
  address: LocatedAddress;
  paymentToken: string;
  preferences: Preferences;
  testClockId?: string | undefined;
}

/** Stores a sign-up and its message to the relay in the transaction of `context.db`. @throws Refusal */
export async function signUp({ db, now }: UseCaseContext, request: SignUp): Promise<SubscriptionRead> {
  const program = await requireProgram(db, request.programId);
  requirePlan(program, request.planId);
  checkRegion(program, request.address.country, 'address.country');
  checkPreferences(program, request.preferences, 'preferences.');
  const testClockId = request.testClockId ?? null;
  const clock = testClockId === null ? wallClock : await requireClock(db, testClockId, program.id);

  await admitSignUp(db, request.customerId, program);

  const state = firstState(request, businessAt(clock, now()));
  await stageAddress(db, state.addressId, state.id, request.address);
  await stagePaymentMethod(db, state.paymentMethodId, state.id, request.paymentToken);
  const { zone, email, address } = request;
  const cohort = cohortOf(state.id, program.schedule.cohorts, testClockId);
  const createdAt = await insertSubscription(db, { state, clock, testClockId, zone, email, cohort });
  const { id: subscriptionId, customerId, programId, anchor } = state;
  const surveyed = { subscriptionId, customerId, programId, clock };
  await startDueSurveys(db, surveyed, { kind: 'signedUp', atMs: anchor.atMs });
  await putInOutbox(db, 'startSubscription', { state, clock, zone, answered: [] });
  await confirmSignUp(db, customerId, program);

  return {
    ...state,
    zone,
    email,
    address,
    clock,
    testClockId,
    createdAt,
    createdAtExact: '', // only pages need it
    nextOpenAt: new Date(state.nextOpenAtMs),
    cancelReason: null,
  };
}

/** The first cycle opens at sign-up, and every later one is counted from there. */
function firstState(request: SignUp, businessNowMs: number): SubscriptionStart['state'] {
  const { customerId, programId, planId, preferences } = request;
  return {
    id: newSubscriptionId(),
    customerId,
    programId,
    planId,
    status: 'active',
    addressId: newAddressId(),
    paymentMethodId: newPaymentMethodId(),
    preferences,
    nextCycle: 1,
    nextOpenAtMs: businessNowMs,
    anchor: { atMs: businessNowMs, cycle: 1, planId },
    open: null,
    lastClosed: null,
    decidedAtMs: 0,
    revision: 0,
  };
}

async function requireClock(db: Queryable, id: string, programId: string): Promise<BusinessClock> {
  const testClock = await readTestClock(db, id);
  const fault = (message: string) => fieldRefusal({ in: 'body', field: 'testClockId', rule: 'exists', message });
  if (!testClock) throw fault(`there is no test clock ${named(id)}`);
  if (testClock.endedAt) throw fault(`the test clock ${id} has ended`);
  // A clock opens the cycles of its own program only.
  if (testClock.programId !== null && testClock.programId !== programId) {
    throw fault(`the test clock ${id} belongs to ${testClock.programId}, not to ${programId}`);
  }
  return testClock.clock;
}
