import { businessAt, type BusinessClock, wallAt } from '#domain/clock';

/** The demo's test clock as its customers see it. */
export interface DemoClock {
  id: string;
  clock: BusinessClock;
}

export const businessNow = ({ clock }: DemoClock): number => businessAt(clock, Date.now());

/** Wall milliseconds from now until the clock shows `businessMs`; negative when that has passed. */
export const wallUntil = ({ clock }: DemoClock, businessMs: number): number => wallAt(clock, businessMs) - Date.now();
