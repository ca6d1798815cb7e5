import { allowed, type DeliveryRefusal, type DeliveryVerdict, refused } from './refusals';
import { deliveryEnds, type DeliveryEnd, type DeliveryEventKind, type DeliveryPhase } from './types';

/** What a courier does with a delivery that is theirs. */
export const courierSteps = ['pickUp', 'dropOff', 'reportAddressNotFound', 'returnToStation', 'giveUp'] as const;
export type CourierStep = (typeof courierSteps)[number];

interface StepRule {
  /** The one phase in which the step is possible. */
  from: DeliveryPhase;
  event: DeliveryEventKind;
  /** Why the step is refused in another phase that has not ended. */
  refusals: Partial<Record<DeliveryPhase, DeliveryRefusal>>;
}

export const stepRules = {
  pickUp: {
    from: 'accepted',
    event: 'pickedUp',
    refusals: { onTheWay: 'AlreadyPickedUp', returning: 'AlreadyPickedUp' },
  },
  dropOff: {
    from: 'onTheWay',
    event: 'delivered',
    refusals: { accepted: 'NotPickedUp', returning: 'AlreadyReturning' },
  },
  reportAddressNotFound: {
    from: 'onTheWay',
    event: 'addressNotFound',
    refusals: { accepted: 'NotPickedUp', returning: 'AlreadyReturning' },
  },
  returnToStation: {
    from: 'returning',
    event: 'returned',
    refusals: { accepted: 'NotPickedUp', onTheWay: 'NotReturning' },
  },
  giveUp: {
    from: 'accepted',
    event: 'courierLost',
    refusals: { onTheWay: 'AlreadyPickedUp', returning: 'AlreadyPickedUp' },
  },
} as const satisfies Record<CourierStep, StepRule>;

/** What the rules need to know of a delivery. */
export interface StandingDelivery {
  phase: DeliveryPhase;
  courierId: string | null;
  isPacked: boolean;
}

/** May this courier do this now? Of somebody else's delivery nothing is told but that it is not theirs. */
export function mayStep(step: CourierStep, delivery: StandingDelivery, courierId: string): DeliveryVerdict {
  const { phase } = delivery;
  if (delivery.courierId !== courierId) return refused('NotYours', 'the delivery is not yours');
  if (phase === 'delivered') return refused('AlreadyDelivered', 'the delivery is with the customer already');
  if (isEnd(phase)) return refused('DeliveryEnded', `the delivery ended: it is ${phase}`, { phase });
  const rule: StepRule = stepRules[step];
  if (phase !== rule.from) {
    return refused(rule.refusals[phase] ?? 'NotYours', `the delivery is ${phase}`, { phase });
  }
  if (step === 'pickUp' && !delivery.isPacked) return refused('NotReady', 'the station has not packed it yet');
  return allowed;
}

/** Where a delivery stands after a step. A delivery that is given up waits again, or is still being packed. */
export function phaseAfter(step: CourierStep, isPacked: boolean): DeliveryPhase {
  switch (step) {
    case 'pickUp':
      return 'onTheWay';
    case 'dropOff':
      return 'delivered';
    case 'reportAddressNotFound':
      return 'returning';
    case 'returnToStation':
      return 'returned';
    case 'giveUp':
      return phaseWithoutCourier(isPacked);
  }
}

/** The phase of a delivery that no courier has. */
const phaseWithoutCourier = (isPacked: boolean): DeliveryPhase => (isPacked ? 'waiting' : 'preparing');

export function isEnd(phase: DeliveryPhase): phase is DeliveryEnd {
  return (deliveryEnds as readonly DeliveryPhase[]).includes(phase);
}

/** Phases in which a delivery may be offered to a courier. */
export const offerablePhases = ['preparing', 'waiting'] as const satisfies readonly DeliveryPhase[];
/** Phases in which a courier has the parcel in hand. */
export const carriedPhases = ['onTheWay', 'returning'] as const satisfies readonly DeliveryPhase[];
/** Phases in which the delivery can still be called off: nobody carries it. */
export const failablePhases = ['preparing', 'waiting', 'accepted'] as const satisfies readonly DeliveryPhase[];
