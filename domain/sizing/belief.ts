import type { FitClass } from './model/types';
import type { SizeChances } from './types';

/**
 * Where on the program's scale of sizes a customer is: chances over a grid of positions, a quarter of a size apart, worked
 * out from what was observed. Each observation is a size that turned out small, right or large, by the ordered logistic
 * model: a size is too small for who is more than `halfWidth` above it, give or take `blur` (McCullagh 1980, "Regression
 * models for ordinal data"). With a size exactly theirs, customers say "right" three times in four, as they do of what they
 * rent.
 */
const halfWidth = 0.8;
const blur = 0.4;
/** People are also a little outside of what a program sells. */
const marginSizes = 1.5;
/** Most people try sizes within this many of their own. */
const knownWithin = 1.5;
/** Sizes by which a style may wear otherwise on somebody than on others. */
const styleBlur = 0.6;
/** Sizes within which one is near a customer. */
const nearness = 1.5;

/** Positions are counted in steps, twenty to a size: a whole catalog then asks for the same few answers again and again. */
const stepsPerSize = 20;
const stepsPerPoint = 5;
const inSteps = (sizes: number): number => Math.round(sizes * stepsPerSize);

/** The farthest apart that two positions are on a scale of sixty sizes, in steps, and more. */
const farthest = inSteps(70);
/** By how many steps a customer is above a size, from `-farthest` on: the chance that it is too small for them. */
const tooSmall = Float64Array.from({ length: 2 * farthest + 1 }, (_, at) => {
  const sizesAbove = (at - farthest) / stepsPerSize;
  return 1 / (1 + Math.exp((halfWidth - sizesAbove) / blur));
});
const chanceTooSmall = (stepsAbove: number): number => tooSmall[farthest + stepsAbove]!;
const chanceTooLarge = (stepsAbove: number): number => tooSmall[farthest - stepsAbove]!;

/** Logarithms of likelihoods over the grid; may be added up and weighted. */
export type Evidence = Float64Array;

export class Scale {
  /** Positions of the grid, in steps. */
  private readonly points: Int32Array;

  constructor(sizes: number) {
    const first = -inSteps(marginSizes);
    const count = (inSteps(sizes - 1) - 2 * first) / stepsPerPoint + 1;
    this.points = Int32Array.from({ length: count }, (_, n) => first + n * stepsPerPoint);
  }

  nothing(): Evidence {
    return new Float64Array(this.points.length);
  }

  /** What it says of a customer that a size turned out so. `position` is in sizes, and may lie between two. */
  observed(position: number, fit: FitClass): Evidence {
    const at = inSteps(position);
    return Float64Array.from(this.points, (point) => Math.log(chanceOf(fit, point - at)));
  }

  /** What it says of customers that they tried sizes around a position: they know about where they are (a normal distribution). */
  tried(position: number): Evidence {
    const within = inSteps(knownWithin);
    return Float64Array.from(this.points, (point) => -((point - inSteps(position)) ** 2) / (2 * within ** 2));
  }

  /**
   * The evidence as it counts for a style that the customer had: what is known of them in general holds there give or take
   * `styleBlur`, since the same label fits the same person otherwise in another cut (a convolution with a normal distribution).
   */
  forOwnStyle(evidence: Evidence): Evidence {
    const most = evidence.reduce((best, value) => Math.max(best, value), -Infinity);
    const within = inSteps(styleBlur) / stepsPerPoint;
    const reach = Math.ceil(3 * within);
    return evidence.map((_, to) => {
      let sum = Number.MIN_VALUE; // so that its logarithm is a number
      for (let at = Math.max(0, to - reach); at < Math.min(evidence.length, to + reach + 1); at += 1) {
        sum += Math.exp(evidence[at]! - most - (at - to) ** 2 / (2 * within ** 2));
      }
      return Math.log(sum);
    });
  }

  /** What is believed with this evidence over an even prior. */
  belief(evidence: Evidence): Belief {
    const most = evidence.reduce((best, value) => Math.max(best, value), -Infinity);
    const raised = evidence.map((value) => Math.exp(value - most));
    const sum = raised.reduce((total, value) => total + value, 0);
    return new Belief(
      this.points,
      raised.map((value) => value / sum),
    );
  }
}

/** How a size turns out, and the chance that the customer is near it. */
export interface Outlook {
  chances: SizeChances;
  near: number;
}

/** Where a customer is on the scale, by chances over its points that add up to 1. */
export class Belief {
  private readonly answers = new Map<number, Outlook>();

  constructor(
    private readonly points: Int32Array,
    private readonly weights: Float64Array,
  ) {}

  /** How a size turns out that wears like `position`, in sizes. */
  at(position: number): Outlook {
    const step = inSteps(position);
    const known = this.answers.get(step);
    if (known) return known;
    const answer = this.answer(step);
    this.answers.set(step, answer);
    return answer;
  }

  private answer(step: number): Outlook {
    const reach = inSteps(nearness);
    let [small, large, near] = [0, 0, 0];
    for (let at = 0; at < this.points.length; at += 1) {
      const [above, weight] = [this.points[at]! - step, this.weights[at]!];
      small += weight * chanceTooSmall(above);
      large += weight * chanceTooLarge(above);
      if (Math.abs(above) <= reach) near += weight;
    }
    return { chances: { small, right: Math.max(0, 1 - small - large), large }, near };
  }
}

function chanceOf(fit: FitClass, stepsAbove: number): number {
  switch (fit) {
    case 'small':
      return chanceTooSmall(stepsAbove);
    case 'large':
      return chanceTooLarge(stepsAbove);
    case 'fit':
      return 1 - chanceTooSmall(stepsAbove) - chanceTooLarge(stepsAbove);
  }
}

export function addTo(sum: Evidence, evidence: Evidence, weight: number): void {
  for (let at = 0; at < sum.length; at += 1) sum[at]! += weight * evidence[at]!;
}
