import type { ShipmentPhase } from '#domain/shipment/types';
import type { ShipmentSummary } from './contract';

/** What a customer hears of a shipment, in order. */
export type Milestone = 'charged' | 'shipped' | 'delivered' | 'abandoned';

type Look = Pick<ShipmentSummary, 'phase' | 'trackingNumber' | 'deliveredAt'>;

/** Phases in which the charge has gone through. */
const paid: readonly ShipmentPhase[] = ['waiting', 'handingOff', 'booking', 'inTransit', 'delivered', 'done'];

/** Milestones that this look at the shipment shows. The phase is written last, so a parcel may be known before it. */
export function milestonesOf({ phase, trackingNumber, deliveredAt }: Look): Milestone[] {
  if (phase === 'abandoned') return ['abandoned'];
  const delivered = deliveredAt !== null;
  const shipped = delivered || trackingNumber !== null;
  const charged = shipped || paid.includes(phase);
  const reached = { charged, shipped, delivered };
  return (['charged', 'shipped', 'delivered'] as const).filter((milestone) => reached[milestone]);
}

/** The carrier has it. */
export const isOnItsWay = ({ phase }: Pick<Look, 'phase'>): boolean => phase === 'inTransit';

/** Nothing more will happen to it. */
export const hasEnded = ({ phase }: Pick<Look, 'phase'>): boolean => phase === 'done' || phase === 'abandoned';
