import { draw } from '#facade/testData/draw';

export type VanishPoint = 'beforePickup' | 'onTheWay';

/**
 * What a courier makes of an offer: drawn from seed, courier and offer alone, so that a simulator that starts over, or
 * a phone that is asked twice, comes to the same answer.
 */
export function decide(
  seed: string,
  courierId: string,
  offerId: string,
  { declines, vanishes }: { declines: number; vanishes: number },
): { accepts: boolean; vanishes: VanishPoint | null } {
  const chance = (what: string): number => draw(seed, what, courierId, offerId);
  const point: VanishPoint = chance('where') < 0.5 ? 'beforePickup' : 'onTheWay';
  return { accepts: chance('declines') >= declines, vanishes: chance('vanishes') < vanishes ? point : null };
}
