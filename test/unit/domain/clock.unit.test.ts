import fc from 'fast-check';
import { businessAt, wallAt, wallDelayUntil } from '#domain/clock';

const clocks = fc.record({
  originWallMs: fc.integer({ min: 0, max: 4e12 }),
  originBusinessMs: fc.integer({ min: 0, max: 4e12 }),
  speed: fc.double({ min: 1, max: 1e6, noNaN: true }),
});
const sinceStart = fc.integer({ min: 0, max: 1e9 });

describe('a business clock', () => {
  it('shows whole milliseconds at every speed, and never turns back', () => {
    fc.assert(
      fc.property(clocks, sinceStart, (clock, elapsedMs) => {
        const wallMs = clock.originWallMs + elapsedMs;
        expect(Number.isInteger(businessAt(clock, wallMs))).toBe(true);
        expect(businessAt(clock, wallMs + 1)).toBeGreaterThanOrEqual(businessAt(clock, wallMs));
      }),
    );
  });

  it('wakes at the first wall instant at which it shows what was waited for', () => {
    fc.assert(
      fc.property(clocks, sinceStart, fc.integer({ min: 0, max: 1e6 }), (clock, elapsedMs, aheadMs) => {
        const wallMs = clock.originWallMs + elapsedMs;
        const businessMs = businessAt(clock, wallMs) + aheadMs;
        const wakesAtMs = wallMs + wallDelayUntil(clock, businessMs, wallMs);
        expect(businessAt(clock, wakesAtMs)).toBeGreaterThanOrEqual(businessMs);
        expect(businessAt(clock, wallAt(clock, businessMs) - 1)).toBeLessThan(businessMs);
      }),
    );
  });
});
