import { randomUUID } from 'node:crypto';
import { inTransaction, type Database, type Queryable } from '#db/pool';
import { suggestMove } from '#db/deliveries/courierMoves';
import { readDispatchState, recordDecision, type ZoneState } from '#db/deliveries/dispatchState';
import { expireOffers } from '#db/deliveries/offerEnds';
import { createOffer } from '#db/deliveries/offers';
import { readDispatchMemory, storeDispatchMemory } from '#db/deliveries/dispatchMemory';
import { loseSilentCouriers } from '#db/deliveries/silentCouriers';
import { readZone } from '#db/deliveries/zones';
import { serviceTimes } from '#domain/delivery/itinerary';
import { silentCarryingSeconds } from '#domain/delivery/silence';
import { decide, type Assignment, type DispatchDecision } from '#domain/dispatch/decide';
import type { Move } from '#domain/dispatch/decision';
import type { DispatchMemory, DispatchState } from '#domain/dispatch/types';
import { travelMs } from '#domain/zone/distance';
import type { LatLng, Zone } from '#domain/zone/types';
import type { Dependencies } from '../dependencies';

export interface BatchResult {
  /** Deliveries of the zone that have not ended. */
  open: number;
  /** Wall ms until the next batch, unless something changes before. */
  nextInMs: number;
}

/** While orders wait for a courier: soon enough that a courier who comes free is used, rarely enough to find a match. */
const busyBatchMs = 5_000;
/** While every open delivery is with somebody: only offers that pass and couriers who fall silent are looked for. */
const calmBatchMs = 15_000;

/**
 * One batch of one zone: takes back what passed, asks the dispatcher, makes its offers, and stores its reasons.
 *
 * Why it is safe to run again: an offer is only made for deliveries that have no live one and no courier, under their
 * locks, and a place only suggested to a courier who has no suggestion; a repeated batch decides on what is left.
 */
export async function dispatchZone({ db }: Dependencies, { zoneId }: { zoneId: string }): Promise<BatchResult> {
  const nowMs = Date.now();
  const zone = await readZone(db, zoneId);
  if (!zone) throw new Error(`zone ${zoneId} is not published`); // heals when it is put back
  await takeBack(db, zone, nowMs);
  const state = await readDispatchState(db, zone, nowMs);
  const { openDeliveries, deliveries } = state;
  // Also with nothing to offer: idle couriers may wait in a better place for what comes next.
  if (openDeliveries > 0) await tellCouriers(db, state, nowMs);
  return { open: openDeliveries, nextInMs: deliveries.length > 0 ? busyBatchMs : calmBatchMs };
}

/** Offers that nobody answered, and what silent couriers had, are free again before the batch looks. */
async function takeBack(db: Database, { id, couriers }: Zone, nowMs: number): Promise<void> {
  await inTransaction(db, (tx) => expireOffers(tx, id, nowMs));
  const limits = { silentSeconds: couriers.silentSeconds, carryingSeconds: silentCarryingSeconds(couriers) };
  await inTransaction(db, (tx) => loseSilentCouriers(tx, id, limits, nowMs));
}

/** Makes the decision's offers and suggestions, and stores why, in one transaction. */
async function tellCouriers(db: Database, state: ZoneState, nowMs: number): Promise<void> {
  const { zone } = state;
  const memory = await readDispatchMemory<DispatchMemory>(db, zone.id);
  const decision = decideFor(state, memory, nowMs);
  await inTransaction(db, async (tx) => {
    const made = await makeOffers(tx, zone, decision.assignments, nowMs);
    const moves: Move[] = [];
    for (const move of decision.moves) if (await suggestMove(tx, zone.id, move, nowMs)) moves.push(move);
    await storeDispatchMemory(tx, zone.id, decision.memory);
    const { unserved } = decision; // orders that no courier of the zone can serve now, each with its reason
    if (made.length === 0 && unserved.length === 0 && moves.length === 0) return;
    await recordDecision(tx, zone.id, nowMs, { waiting: state.deliveries.length, offers: made, unserved, moves });
  });
}

type MadeOffer = Assignment & { offerId: string; offered: boolean };

async function makeOffers(
  tx: Queryable,
  zone: Zone,
  assignments: readonly Assignment[],
  nowMs: number,
): Promise<MadeOffer[]> {
  const made: MadeOffer[] = [];
  for (const assignment of assignments) {
    const offerId = `off_${randomUUID().replaceAll('-', '')}`;
    const offered = await createOffer(
      tx,
      {
        offerId,
        zoneId: zone.id,
        courierId: assignment.courierId,
        deliveryIds: assignment.orderIds,
        explanation: assignment,
        expiresAtMs: nowMs + zone.couriers.offerSeconds * 1_000,
      },
      nowMs,
    );
    made.push({ ...assignment, offerId, offered });
  }
  return made;
}

function decideFor(state: ZoneState, memory: DispatchMemory | null, nowMs: number): DispatchDecision {
  const { zone, couriers, deliveries } = state;
  const asked: DispatchState<LatLng> = {
    // Who thinks about an offer cannot be planned with; who carries something can, from their last drop-off on.
    couriers: couriers
      .filter(({ hasOpenOffer }) => !hasOpenOffer)
      .map(({ id, freePlace, freeAtMs, offDutyAtMs, capacity, headedFor }) => {
        return { id, place: freePlace, freeAtMs, offDutyAtMs, capacity, headedFor };
      }),
    orders: deliveries,
    service: serviceTimes,
    stations: zone.stations,
    ...(memory ? { memory } : {}),
  };
  const geometry = {
    travelMs: (from: LatLng, to: LatLng) => travelMs(from, to, zone.couriers.metersPerMinute),
  };
  return decide(asked, geometry, nowMs, busyBatchMs);
}
