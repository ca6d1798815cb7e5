import type { LedgerFacts } from './facts';

/** What is done for a box, in its order, and who does it. */
const partnerOf = { charge: 'payment', handOff: 'warehouse', bookParcel: 'carrier' } as const;
export type ShipmentOperation = keyof typeof partnerOf;
export const shipmentOperations = Object.keys(partnerOf) as ShipmentOperation[];
export const isOfShipment = (operation: string): boolean => operation in partnerOf;

/** Does the ledger have it? Of a partner that the simulator does not play it knows nothing. */
export const isCounted = ({ notSimulated }: Pick<LedgerFacts, 'notSimulated'>, operation: ShipmentOperation): boolean =>
  !notSimulated.includes(partnerOf[operation]);

export const isDelivered = ({ effects }: LedgerFacts, reference: string): boolean =>
  effects.some((effect) => effect.reference === reference && effect.deliveredAt !== null);

export function isLive({ effects }: LedgerFacts, reference: string, operation: ShipmentOperation): boolean {
  return effects.some(
    (effect) => effect.state === 'live' && effect.reference === reference && effect.operation === operation,
  );
}

export const hasLive = (ledger: LedgerFacts, reference: string): boolean =>
  shipmentOperations.some((operation) => isLive(ledger, reference, operation));

export function liveHandoffs({ effects, handoffs }: LedgerFacts, reference: string): LedgerFacts['handoffs'] {
  const live = new Set(
    effects
      .filter(({ operation, state }) => operation === 'handOff' && state === 'live')
      .map((effect) => effect.idempotencyKey),
  );
  return handoffs.filter((handoff) => handoff.reference === reference && live.has(handoff.idempotencyKey));
}
