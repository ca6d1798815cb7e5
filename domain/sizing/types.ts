import type { FitClass, FitModel } from './model/types';
import type { FitFacts } from './facts';

/** What a customer said of their body; null or absent: not known. Bounds are in `measurements.ts`. */
export interface Measurements {
  heightCm?: number | null;
  weightKg?: number | null;
  bustBandCm?: number | null;
  /** US letter of the cup, lower case: `a`, `dd`. */
  bustCup?: string | null;
  footLengthCm?: number | null;
  ageYears?: number | null;
  bodyType?: string | null;
}

/** One size of a style. `position` counts the program's sizes from the smallest, 0. */
export interface Variant {
  sku: string;
  label: string;
  position: number;
}

/** One thing to wear, in the sizes in which it is sold, smallest first. */
export interface Style {
  styleId: string;
  title: string;
  brand: string | null;
  /** The innermost level of its category path, lower case. */
  category: string | null;
  variants: Variant[];
}

/** How an item turned out that the customer had: in `small`, it was too small for them. */
export interface OwnFit {
  styleId: string;
  brand: string | null;
  category: string | null;
  position: number;
  fit: FitClass;
}

/** All that sizing knows of one customer. */
export interface SizedCustomer {
  /** Null: the model is not to know who asks. */
  customerId: string | null;
  /** Oldest first. */
  fits: OwnFit[];
  measurements: Measurements;
  /** Label; null: not stated. */
  preferredSize: string | null;
}

/** A trained model with what was counted beside it. */
export interface FitKnowledge {
  model: FitModel;
  facts: FitFacts;
}

/** Chances that sum to 1. */
export interface SizeChances {
  small: number;
  right: number;
  large: number;
}
