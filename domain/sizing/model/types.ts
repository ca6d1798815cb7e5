/**
 * What the fit model learns from and is asked. All IDs are opaque: only their equality counts. A size is a number, an
 * ordinal or a numeric label, and larger means larger; every measurement may be missing.
 */
export type FitClass = (typeof fitClasses)[number];
/** In this order everywhere that a chance is an array. */
export const fitClasses = ['small', 'fit', 'large'] as const;

/** Of the person who wears it. Units in the names, except for `bustCup` and `bodyType`, which are opaque words. */
export interface Wearer {
  weightKg?: number | null;
  heightCm?: number | null;
  bustBandInches?: number | null;
  /** `a`, `dd`, `ddd/e` and the like, as US brands have them; an unknown one counts as missing. */
  bustCup?: string | null;
  ageYears?: number | null;
  bodyType?: string | null;
}

/** One customer and one size of one style: will it fit? */
export interface FitCase {
  customerId: string;
  styleId: string;
  size: number;
  category: string | null;
  occasion?: string | null;
  wearer: Wearer;
  /** When it is (or was) worn, in milliseconds since the epoch. */
  atMs?: number | null;
}

/** A case of which is known how it turned out. `small` means that the item was too small for the wearer. */
export interface FitRecord extends FitCase {
  fit: FitClass;
  /** How much the wearer liked it, 1-5. */
  stars?: number | null;
}

export type FitChances = Record<FitClass, number>;

/** How much there is to go on: past records of this customer, of this style, and measurements that are known. */
export interface FitEvidence {
  customerRecords: number;
  styleRecords: number;
  measurements: number;
}

export interface FitModel {
  /** Of each case; they sum to 1. Those of one customer and style, in several sizes, are quicker together than apart. */
  predict(fitCases: readonly FitCase[]): FitChances[];
  evidence(fitCase: FitCase): FitEvidence;
}
