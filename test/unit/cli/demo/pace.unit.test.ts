import fc from 'fast-check';
import type { PublicProgram } from '#cli/demo/contract';
import { paceOf } from '#cli/demo/pace';
import { personOf, placesOf, quickestPlans } from '#cli/demo/people';
import { places } from '#cli/demo/places';
import { randomOf } from '#cli/demo/random';
import { isZone } from '#domain/calendar/index';
import { loadPrograms } from '#workers/programs';
import { programResource } from '#api/resources/program';

const programs: PublicProgram[] = loadPrograms().map((program) => programResource(program));

describe.each(programs)('the pace for $id', (program) => {
  it('leaves customers seconds to act, and comes to the tail of a cycle before the next one opens', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 12 }), (customers, cycles) => {
        const pace = paceOf(program, customers, cycles);
        expect(pace.windowMs).toBeGreaterThanOrEqual(4_000);
        expect(pace.periodMs).toBeGreaterThan(pace.windowMs);
        expect(pace.limitMs).toBeGreaterThan(pace.expectedMs);
        expect(pace.speed).toBeLessThanOrEqual(10_000_000); // what the API allows a test clock
      }),
    );
  });

  it('takes twenty customers through three cycles in less than a minute', () => {
    expect(paceOf(program, 20, 3).expectedMs).toBeLessThan(60_000);
  });

  it('is slower for a larger crowd', () => {
    expect(paceOf(program, 200, 3).speed).toBeLessThan(paceOf(program, 20, 3).speed);
  });

  it('has customers whom the program takes', () => {
    for (let index = 0; index < 50; index++) {
      const person = personOf(program, randomOf('test', index));
      expect(program.regions.includes('*') || program.regions.includes(person.place.country)).toBe(true);
      expect(quickestPlans(program).map(({ id }) => id)).toContain(person.planId);
      const interests = program.interests.map(({ id }) => id);
      for (const wish of [...person.likes, ...person.dislikes]) expect(interests).toContain(wish);
      expect(new Set([...person.likes, ...person.dislikes]).size).toBe(person.likes.length + person.dislikes.length);
    }
  });
});

describe('the towns of the demo', () => {
  it('have zones that there are', () => {
    expect(places.filter(({ zone }) => !isZone(zone))).toEqual([]);
  });

  it('are in every region that a program names', () => {
    const regions = new Set(programs.flatMap((program) => program.regions).filter((region) => region !== '*'));
    const known = new Set(places.map(({ country }) => country));
    expect([...regions].filter((region) => !known.has(region))).toEqual([]);
  });

  it('are said to be missing where a program ships to none of them', () => {
    const [program] = programs;
    const nowhere = { ...(program as PublicProgram), id: 'moon-box', regions: ['AQ'] };
    expect(() => placesOf(nowhere)).toThrow('the demo knows no town that moon-box ships to (AQ)');
  });
});
