import type { ShipmentPolicy } from '../shipment/types';
import { mustAllow } from '../transitions';
import { cycleTransitions, transitions } from './transitions';
import type { CycleStatus, OpenCycle, SubscriptionCommand, SubscriptionState } from './types';

/**
 * The state after a command that `decide` accepted. Throws when it may not come in the state's status: a bug, since `decide` is
 * asked in the same task. Pure: the old state is left as it was.
 */
export function apply(state: SubscriptionState, command: SubscriptionCommand): SubscriptionState {
  const after = { ...state, ...changed(state, command), revision: state.revision + 1 };
  mustAllow('subscription', transitions, { from: state.status, event: command.kind, to: after.status });
  return after;
}

function changed(state: SubscriptionState, command: SubscriptionCommand): Partial<SubscriptionState> {
  switch (command.kind) {
    case 'skip':
      return { open: { ...opened(state), skipped: true } };
    case 'unskip':
      return { open: { ...opened(state), skipped: false } };
    case 'swap':
      return { open: swapped(opened(state), command.sku) };
    case 'chooseDelivery':
      return { open: { ...opened(state), courier: command.courier } };
    case 'changeAddress':
      return { addressId: command.addressId, ...(state.open ? { open: moved(state.open, command.zoneId) } : {}) };
    case 'changePaymentMethod':
      return { paymentMethodId: command.paymentMethodId };
    case 'changePreferences':
      return { preferences: command.preferences };
    case 'changePlan':
      return { planId: command.planId };
    case 'pause':
      return { status: 'paused' };
    case 'resume':
      return { status: 'active' };
    case 'cancel':
      return { status: 'cancelled' };
  }
}

/** A swap is a choice for an item, so it also takes a skip back; the item that goes stays an alternative. */
function swapped(cycle: OpenCycle, sku: string): OpenCycle {
  const left = cycle.sku === null ? [] : [cycle.sku];
  return {
    ...cycle,
    sku,
    chosenBy: 'customer',
    skipped: false,
    alternatives: [...left, ...cycle.alternatives.filter((other) => other !== sku)],
    // Coming back to an item forgives it.
    swappedAway: [...cycle.swappedAway.filter((other) => other !== sku), ...left],
  };
}

/** To another zone, or out of all: the courier that was chosen, and its fee, were for the old address. */
function moved(cycle: OpenCycle, zoneId: string | null | undefined): OpenCycle {
  return cycle.courier && zoneId !== undefined && zoneId !== cycle.courier.zoneId ? { ...cycle, courier: null } : cycle;
}

function opened(state: SubscriptionState): OpenCycle {
  if (!state.open) throw new Error(`no cycle of ${state.id} is open`); // a bug: decide() refuses this
  return state.open;
}

/** What selection and the calendar say about a cycle that opens now, and about the one after it. */
export interface CycleOpening {
  cycle: OpenCycle;
  nextCycle: number;
  nextOpenAtMs: number;
  anchor: SubscriptionState['anchor'];
  policy: ShipmentPolicy;
  /** SKUs that may be sent when the pick is gone at the cutoff; empty when the program parks instead. */
  substitutes: string[];
}

/** Decides that a cycle opens now, before it is known what with: this revision is the opening's, later ones come on top. */
export function beginOpening(state: SubscriptionState): SubscriptionState {
  return { ...state, revision: state.revision + 1 };
}

/** Fills in the cycle whose opening was begun, also in a state that was decided meanwhile: it keeps its revision. */
export function openCycleIn(state: SubscriptionState, opening: CycleOpening): SubscriptionState {
  if (state.nextCycle >= opening.nextCycle) return state; // has it
  return {
    ...state,
    open: opening.cycle,
    nextCycle: opening.nextCycle,
    nextOpenAtMs: opening.nextOpenAtMs,
    anchor: opening.anchor,
  };
}

/** The card was declined on every dunning day; a subscription that is paused or cancelled meanwhile stays so. */
export function failPayment(state: SubscriptionState, cycle: number): SubscriptionState {
  // Told before: by a shipment that was reset, after the customer had come back with another card.
  if (!transitions[state.status].paymentFailed || cycle <= (state.failedCycle ?? 0)) return state;
  return { ...state, status: 'pastDue', failedCycle: cycle, revision: state.revision + 1 };
}

/** What becomes of the open cycle when its cutoff has come, or the subscription has ended. */
export function closingStatus(state: SubscriptionState, cycle: OpenCycle): Exclude<CycleStatus, 'open'> {
  const to = closed(state, cycle);
  const event = state.status === 'cancelled' ? 'cancel' : 'cutoff';
  mustAllow('cycle', cycleTransitions, { from: 'open', event, to });
  return to;
}

function closed(state: SubscriptionState, cycle: OpenCycle): Exclude<CycleStatus, 'open'> {
  if (state.status === 'cancelled') return 'cancelled';
  if (cycle.skipped) return 'skipped';
  if (state.status !== 'active') return 'paused';
  return cycle.sku === null ? 'unfilled' : 'shipped';
}

export function closeCycleIn(state: SubscriptionState): SubscriptionState {
  const { number, cutoffAtMs } = opened(state);
  return { ...state, open: null, lastClosed: { number, cutoffAtMs }, revision: state.revision + 1 };
}
