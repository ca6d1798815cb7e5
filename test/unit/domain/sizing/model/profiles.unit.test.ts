import { Codebook } from '#domain/sizing/model/coding/codebook';
import { learnProfiles, profilesWidth, setProfiles } from '#domain/sizing/model/knowledge/profiles';
import type { FitCase } from '#domain/sizing/model/index';

/** Sizes with two lengths: even ones are regular, odd ones long. */
const variantsPerStep = 2;
const rented = (styleId: string, customerId: string, size: number, occasion: string): FitCase => ({
  styleId,
  customerId,
  size,
  occasion,
  category: null,
  wearer: {},
});
const rentals = [
  rented('gown', 'ann', 8, 'wedding'),
  rented('gown', 'bea', 9, 'wedding'),
  rented('gown', 'cas', 9, 'party'),
  rented('coat', 'ann', 8, 'work'),
];
const gaps = [1, 1, -1, 3];
const { codebook, cases } = Codebook.build(rentals, variantsPerStep);

function profilesOf(fitCase: FitCase, rows = Int32Array.of(0, 1, 2, 3)): number[] {
  const groupsOf = codebook.groupsOf.bind(codebook);
  const profiles = learnProfiles(cases, groupsOf, rows, (row) => gaps[row]!, variantsPerStep);
  const into = new Float32Array(profilesWidth(profiles));
  setProfiles(profiles, codebook.code([fitCase]), 0, into, 0);
  return [...into];
}

describe('profiles', () => {
  // In order: gap, long, then wedding, party and work as they first appear.
  const overall = [1, 0.5, 0.5, 0.25, 0.25];

  it('are the means over the style’s and the customer’s records, pulled to those of all', () => {
    const ofGown = [1, 2, 2, 1, 0].map((sum, at) => (sum + 3 * overall[at]!) / (3 + 3));
    const ofAnn = [4, 0, 1, 0, 1].map((sum, at) => (sum + overall[at]!) / (2 + 1));
    profilesOf(rented('gown', 'ann', 8, 'party')).forEach((value, at) => {
      expect(value).toBeCloseTo([...ofGown, ...ofAnn][at]!, 6);
    });
  });

  it('are those of all records for a style and a customer that were never seen', () => {
    expect(profilesOf(rented('cape', 'dan', 30, 'ball'))).toEqual([...overall, ...overall]);
  });

  it('know nothing of rows that they do not learn from', () => {
    const both = [1, 0.5, 1, 0, 0];
    expect(profilesOf(rented('coat', 'cas', 8, 'work'), Int32Array.of(0, 1))).toEqual([...both, ...both]);
  });

  it('leave out occasions beyond the eighth', () => {
    const many = Array.from({ length: 12 }, (_, at) => rented('gown', 'ann', 8, `occasion ${at}`));
    const built = Codebook.build(many, 1);
    const rows = Int32Array.from(many.keys());
    const groupsOf = built.codebook.groupsOf.bind(built.codebook);
    const profiles = learnProfiles(built.cases, groupsOf, rows, () => 0, 1);
    expect(profiles.width).toBe(9);
    const shares = profiles.each[0]!.values.slice(1, 9);
    for (const share of shares) expect(share).toBeCloseTo(1 / 12, 6);
  });
});
