import type { Queryable } from '#db/pool';
import type { LatLng, Zone } from '#domain/zone/types';
import type { Program } from '#domain/program/types';
import { wishAt } from '#domain/promise/index';
import type { Candidate, Closed, CourierWish, WindowKind } from '#domain/promise/types';
import { nowhere, servingZone } from './zone';

/** What a customer may ask for before the cutoff, and from where a courier would come at best. */
export interface OpenWish {
  wish: CourierWish;
  window: Candidate;
}

export interface WishFor {
  program: Program;
  place: LatLng | null;
  /** Business time, ms, from which on the box is ready. */
  shipAtMs: number;
  /** Local time (HH:mm); null: as soon as the box is ready and a station is open. */
  from: string | null;
}

/** The courier that a cycle can be asked to have, for each of `kinds`, or why none of the zone could ever come then. */
export async function wishesFor(
  db: Queryable,
  { program, place, shipAtMs, from }: WishFor,
  kinds: readonly WindowKind[],
): Promise<{ zone: Zone | null; wishes: (OpenWish | Closed)[] }> {
  const zone = await servingZone(db, program, place);
  if (!zone || !place) return { zone: null, wishes: kinds.map((kind) => nowhere(kind, program, place)) };
  const wishes = kinds.map((kind) => {
    const answer = wishAt({ zone, place, readyAtMs: shipAtMs, kind, from });
    if ('reason' in answer) return answer;
    const { fromAtMs, window } = answer;
    return { wish: { kind, zoneId: zone.id, feeCents: window.feeCents, from, fromAtMs }, window };
  });
  return { zone, wishes };
}
