import { distanceMeters, travelMs } from '../zone/distance';
import type { PromiseRules, Station, Zone } from '../zone/types';
import { closesAtMs, openingsAfter } from './hours';
import { handoffWithinMs, windowMs, windowStartMs } from './times';
import type { Candidate, Closed, ClosedReason, Situation, WindowKind } from './types';
import { minuteMs } from '../time';

/**
 * The nearest station that can keep a window: it has a unit, is open and stays so until the handoff, and a courier who
 * takes the order there is at the place in time. All of it must also hold for an order that comes at the end of the
 * hold, if there is one, since the promise is made when the hold begins. Otherwise, why none can.
 */
export function candidateOf(situation: Situation, kind: WindowKind): Candidate | Closed {
  const { zone, place, nowMs, available, holdMinutes } = situation;
  const dueAtMs = nowMs + windowMs[kind];
  const handoffAtMs = nowMs + holdMinutes * minuteMs + handoffWithinMs;

  const stocked = zone.stations.filter(({ id }) => (available.get(id) ?? 0) > 0);
  if (stocked.length === 0) return closed(kind, 'noStock', zone);
  const open = stocked.filter((station) => staysOpen(station, zone, nowMs, handoffAtMs));
  if (open.length === 0) return closedUntil(opensAtMs(stocked, situation), kind, zone);
  const inReach = open.filter(
    (station) => handoffAtMs + travelMs(station.place, place, zone.couriers.metersPerMinute) <= dueAtMs,
  );
  const [nearest] = inReach.sort((a, b) => distanceMeters(a.place, place) - distanceMeters(b.place, place));
  if (!nearest) return closed(kind, 'tooFar', zone);
  return {
    kind,
    stationId: nearest.id,
    stationTitle: nearest.title,
    feeCents: feeOf(zone.promise, kind),
    dueAtMs,
    windowStartsAtMs: windowStartMs(dueAtMs),
  };
}

function staysOpen(station: Station, { timeZone }: Zone, nowMs: number, handoffAtMs: number): boolean {
  const closesAt = closesAtMs(station, timeZone, nowMs);
  return closesAt !== null && handoffAtMs <= closesAt;
}

/** When one of these closed stations opens for long enough; undefined: none does within a day. */
function opensAtMs(stations: readonly Station[], { zone, nowMs, holdMinutes }: Situation): number | undefined {
  const neededMs = holdMinutes * minuteMs + handoffWithinMs;
  return openingsAfter(nowMs, stations, zone.timeZone).find((atMs) =>
    stations.some((station) => staysOpen(station, zone, atMs, atMs + neededMs)),
  );
}

function closedUntil(opensAt: number | undefined, kind: WindowKind, zone: Zone): Closed {
  const refused = closed(kind, 'stationClosed', zone);
  if (opensAt === undefined) return refused;
  return { ...refused, opensAtMs: opensAt, explanation: refused.explanation + opensNext(opensAt, zone) };
}

/** The end of an explanation: when the next station opens, by its own clock; empty when none does. */
export function opensNext(opensAt: number | undefined, { timeZone }: Zone): string {
  if (opensAt === undefined) return '';
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = new Map(format.formatToParts(opensAt).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  const day = `${part('weekday')}, ${part('day')} ${part('month')}`;
  return `; the next one opens at ${part('hour')}:${part('minute')} on ${day} (${timeZone})`;
}

function feeOf(rules: PromiseRules, kind: WindowKind): number {
  // Exhaustive: a third kind fails to compile until it has a fee of its own.
  switch (kind) {
    case 'oneHour':
      return rules.oneHourFeeCents;
    case 'twoHour':
      return rules.twoHourFeeCents;
  }
}

type InZone = Exclude<ClosedReason, 'noLocation' | 'outsideZone'>;

const explanations: Record<InZone | 'nobody', (zone: Zone) => string> = {
  noStock: ({ title }) => `no station in ${title} has it`,
  stationClosed: ({ title }) => `the stations in ${title} that have it are closed, or close too soon`,
  tooFar: ({ title }) => `no station in ${title} that has it is near enough`,
  full: ({ title }) => `every place of that quarter of an hour in ${title} is taken`,
  nobody: ({ title }) => `no courier is on shift in ${title} then`,
};

/** A window that a zone cannot keep, in words for the customer. */
export function closed(kind: WindowKind, reason: keyof typeof explanations, zone: Zone): Closed {
  return { kind, reason: reason === 'nobody' ? 'full' : reason, explanation: explanations[reason](zone) };
}
