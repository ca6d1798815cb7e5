import type { DemandMemory, DispatchOrder } from './types';
import { minuteMs } from '../time';

/** Minutes from placement to readiness that are told apart. */
const leadBins = 61;
/** Reaches up to this are told apart; a courier who is further away is nobody's hope. */
export const farMinutes = 120;
/** What is believed before the first order: a quiet zone whose stations need about 17 minutes. The day overrules it. */
const prior = { ordersPerMinute: 0.5, leadOrders: 20, meanLeadMinutes: 17, ordersOfStation: 1 };
/** The rate forgets with this time constant: a rush is seen within half an hour, and one busy minute is not a rush. */
const rateMemoryMinutes = 30;

function noDemand(nowMs: number): DemandMemory {
  const leadMinutes = Array.from({ length: leadBins }, () => 0);
  const { ordersPerMinute } = prior;
  return { asOfMs: nowMs, orders: 0, ordersOfStation: {}, leadMinutes, ordersPerMinute, counted: [] };
}

/** Demand after these open orders were seen; each order counts once, when it is first seen. */
export function learnDemand<P>(
  known: DemandMemory | undefined,
  orders: readonly DispatchOrder<P>[],
  nowMs: number,
): DemandMemory {
  const before = known ?? noDemand(nowMs);
  const counted = new Set(before.counted);
  const fresh = orders.filter(({ id }) => !counted.has(id));
  const ordersOfStation = { ...before.ordersOfStation };
  const leadMinutes = before.leadMinutes.slice();
  for (const { stationId, readyAtMs, placedAtMs } of fresh) {
    ordersOfStation[stationId] = (ordersOfStation[stationId] ?? 0) + 1;
    const lead = Math.floor((readyAtMs - placedAtMs) / minuteMs);
    leadMinutes[Math.min(leadBins - 1, Math.max(0, lead))]! += 1;
  }
  return {
    asOfMs: nowMs,
    orders: before.orders + fresh.length,
    ordersOfStation,
    leadMinutes,
    ordersPerMinute: rateAfter(before, fresh.length, nowMs),
    counted: orders.map(({ id }) => id),
  };
}

function rateAfter({ asOfMs, ordersPerMinute }: DemandMemory, fresh: number, nowMs: number): number {
  const minutes = (nowMs - asOfMs) / minuteMs;
  if (minutes <= 0) return ordersPerMinute + fresh / rateMemoryMinutes;
  const kept = Math.exp(-minutes / rateMemoryMinutes);
  return ordersPerMinute * kept + (fresh / minutes) * (1 - kept);
}

/** Expected orders per ms of each station, in the order of `stationIds`. */
export function stationRates(demand: DemandMemory, stationIds: readonly string[]): Float64Array {
  const all = demand.orders + prior.ordersOfStation * stationIds.length;
  return Float64Array.from(stationIds, (id) => {
    const share = ((demand.ordersOfStation[id] ?? 0) + prior.ordersOfStation) / all;
    return (demand.ordersPerMinute * share) / minuteMs;
  });
}

/** Expected delay (ms) of an order that a courier reaches 0, 1, ... `farMinutes` minutes after it was placed. */
export function delayByReach(demand: DemandMemory, halfPickupMs: number): Float64Array {
  const weights = demand.leadMinutes.map(
    (count, lead) => count + (prior.leadOrders * Math.exp(-lead / prior.meanLeadMinutes)) / prior.meanLeadMinutes,
  );
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return Float64Array.from({ length: farMinutes + 1 }, (_, reach) => {
    const delay = (lead: number): number => Math.max(0, (reach - lead) * minuteMs + halfPickupMs);
    return weights.reduce((sum, weight, lead) => sum + (weight / all) * delay(lead), 0);
  });
}
