/** Lengths of time, ms. A day of the clock, not of a calendar: where daylight saving counts, `domain/calendar` does. */
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
