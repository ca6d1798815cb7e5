import type { PublicProgram } from './contract';
import { places, type Place } from './places';
import type { Random } from './random';

/** Who signs up: everything that a sign-up asks for. */
export interface Person {
  name: string;
  place: Place;
  planId: string;
  likes: string[];
  dislikes: string[];
  ageYears: number | null;
}

const givenNames = words(
  'Ada Bilal Chiara Dele Elif Femi Grace Hana Ivo June Kofi Lena Mateo Noor Orla Priya Quentin Rosa Sven Tala Uma Viktor',
);
const familyNames = words(
  'Abara Brandt Costa Dunne Eriksen Fofana Gupta Hughes Ibarra Janssen Kowal Lindqvist Moreau Nakata Okafor Petrov Quinn',
);

/** A plausible customer of the program. @throws Error when the program ships to no region of which the demo knows a town. */
export function personOf(program: PublicProgram, random: Random): Person {
  const interests = program.interests.map(({ id }) => id);
  const likes = random.sample(interests, 1 + Math.floor(random.next() * 3));
  const others = interests.filter((id) => !likes.includes(id));
  return {
    name: `${random.pick(givenNames)} ${random.pick(familyNames)}`,
    place: random.pick(placesOf(program)),
    planId: random.pick(quickestPlans(program)).id,
    likes,
    dislikes: random.sample(others, Math.floor(random.next() * 2)),
    ageYears: ageIn(program.ages, random),
  };
}

export function placesOf({ id, regions }: PublicProgram): Place[] {
  const served = places.filter(({ country }) => regions.includes('*') || regions.includes(country));
  if (served.length === 0) throw new Error(`the demo knows no town that ${id} ships to (${regions.join(', ')})`);
  return served;
}

/** Plans with the shortest cadence: all customers then go through their cycles in about the same time. */
export function quickestPlans({ plans }: PublicProgram): PublicProgram['plans'] {
  const shortest = Math.min(...plans.map(({ cadence }) => cadenceDays(cadence)));
  return plans.filter(({ cadence }) => cadenceDays(cadence) === shortest);
}

/** Days of one period, on average. */
export function cadenceDays({ every, unit }: { every: number; unit: 'week' | 'month' }): number {
  return every * (unit === 'week' ? 7 : 365.2425 / 12);
}

function ageIn(ages: PublicProgram['ages'], random: Random): number | null {
  return ages && ages.min + Math.floor(random.next() * (ages.max - ages.min + 1));
}

function words(text: string): string[] {
  return text.split(' ');
}
