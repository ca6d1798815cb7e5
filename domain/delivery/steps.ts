import { allowed, type DeliveryRefusal, type DeliveryVerdict, refused } from './refusals';
import { type DeliveryMove, phaseAfter, phasesTaking } from './transitions';
import { deliveryEnds, type DeliveryEnd, type DeliveryPhase } from './types';

/** What a courier does with a delivery that is theirs. */
export const courierSteps = ['pickUp', 'dropOff', 'reportAddressNotFound', 'returnToStation', 'giveUp'] as const;
export type CourierStep = (typeof courierSteps)[number];

interface StepRule {
  /** The event that the step is to the delivery: `transitions.ts` has the phases in which it may come. */
  event: DeliveryMove;
  /** Why the step is refused in another phase that has not ended. */
  refusals: Partial<Record<DeliveryPhase, DeliveryRefusal>>;
}

export const stepRules = {
  pickUp: {
    event: 'pickedUp',
    refusals: { onTheWay: 'AlreadyPickedUp', returning: 'AlreadyPickedUp' },
  },
  dropOff: {
    event: 'delivered',
    refusals: { accepted: 'NotPickedUp', returning: 'AlreadyReturning' },
  },
  reportAddressNotFound: {
    event: 'addressNotFound',
    refusals: { accepted: 'NotPickedUp', returning: 'AlreadyReturning' },
  },
  returnToStation: {
    event: 'returned',
    refusals: { accepted: 'NotPickedUp', onTheWay: 'NotReturning' },
  },
  giveUp: {
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
  if (!phasesTaking(rule.event).includes(phase)) {
    return refused(rule.refusals[phase] ?? 'NotYours', `the delivery is ${phase}`, { phase });
  }
  if (step === 'pickUp' && !delivery.isPacked) return refused('NotReady', 'the station has not packed it yet');
  return allowed;
}

/** Where a delivery stands after a step. A delivery that is given up waits again, or is still being packed. */
export const phaseAfterStep = (
  step: CourierStep,
  { phase, isPacked }: Pick<StandingDelivery, 'phase' | 'isPacked'>,
): DeliveryPhase => phaseAfter(phase, stepRules[step].event, isPacked);

export function isEnd(phase: DeliveryPhase): phase is DeliveryEnd {
  return (deliveryEnds as readonly DeliveryPhase[]).includes(phase);
}
