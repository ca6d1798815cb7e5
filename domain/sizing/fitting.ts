import type { SizingRules } from '../program/types';
import { addTo, Belief, type Evidence, Scale } from './belief';
import { chartPlace, type ChartPlace } from './chart';
import { wearsLarger } from './facts';
import { countMeasurements, wearerOf } from './measurements';
import { OwnWord } from './ownWord';
import type { FitCase, FitChances, FitEvidence, Wearer } from './model/types';
import { positionsOf } from './styles';
import { weightOf } from './weights';
import type { FitKnowledge, OwnFit, SizeChances, SizedCustomer, Style, Variant } from './types';

/** A size that the customer stated counts like one that was right for them, and somewhat more than a size chart. */
const statedWeight = 1.2;
const chartWeight = 1;
/** A chart that puts somebody this many sizes from what they wear is wrong about them, or they about themselves. */
const doubtedFrom = 1.5;
const doubtedWeight = 0.3;
/** The latest of their fits: bodies change, and more would say the same again. */
const mostFits = 40;
/** Records from which on the model has a say. */
const fewestRecords = 50;
/** The model's share in the chances of a size that is surely near the customer. */
const modelShare = 0.4;
/** Below this chance of being near, a prediction would be of a size that nobody like them has tried. */
const unlikely = 0.05;

export interface VariantChances {
  variant: Variant;
  chances: SizeChances;
}

/** What the chances of a style rest on: each part is there only if it counted. */
export interface Basis {
  fits: number;
  stated: string | null;
  chart: boolean;
  /** What the model had to go on; null when it had no say. */
  model: FitEvidence | null;
}

/**
 * One customer before a program's sizes: an ensemble of simple models. Their own fits and misfits, the stated size and the size
 * chart make a belief about where they are on the scale; what everybody said of the style and its brand moves the style on
 * the scale; and the trained model, which knows what similar customers kept, shares in the chances of the sizes near them.
 * Far from them the belief decides alone: the model learned from sizes that people had chosen, and has seen nobody in a
 * size three off.
 */
export class Fitting {
  private readonly scale: Scale;
  private readonly observations: { fit: OwnFit; evidence: Evidence }[];
  private readonly ownWords: ReadonlyMap<string, OwnWord>;
  private readonly common: Evidence;
  private readonly beliefs = new Map<string, Belief>();
  private readonly wearer: Wearer;
  /** Where the size chart puts them, and the size that they stated; null where that does not count. */
  readonly chart: ChartPlace | null;
  readonly stated: string | null;
  /** Does the size chart say something else than they do? It hardly counts then. */
  readonly doubtsChart: boolean;

  constructor(
    readonly rules: SizingRules,
    readonly customer: SizedCustomer,
    readonly knowledge: FitKnowledge | null,
  ) {
    this.scale = new Scale(rules.sizes.length);
    const tried = customer.fits.slice(-mostFits).map((fit) => {
      return { fit, position: fit.position + this.wearsLarger(fit.styleId, fit.brand) };
    });
    this.observations = tried.map(({ fit, position }) => ({ fit, evidence: this.scale.observed(position, fit.fit) }));
    this.ownWords = ownWords(tried.map(({ fit }) => fit));
    this.chart = chartPlace(rules, customer.measurements);
    const right = tried.filter(({ fit }) => fit.fit === 'fit');
    const stated = customer.preferredSize === null ? undefined : positionsOf(rules).get(customer.preferredSize);
    this.stated = stated === undefined || right.length > 0 ? null : customer.preferredSize;
    const worn = right.length > 0 ? meanOf(right) : this.stated === null ? null : stated!;
    this.doubtsChart = this.chart !== null && worn !== null && Math.abs(this.chart.position - worn) > doubtedFrom;
    this.common = this.scale.nothing();
    if (tried.length > 0) addTo(this.common, this.scale.tried(meanOf(tried)), 1);
    if (this.chart !== null) {
      const weight = this.doubtsChart ? doubtedWeight : chartWeight;
      addTo(this.common, this.scale.observed(this.chart.position, 'fit'), weight);
    }
    if (this.stated !== null) addTo(this.common, this.scale.observed(stated!, 'fit'), statedWeight);
    this.wearer = wearerOf(customer.measurements);
  }

  /** Does anything of their own put this customer on the scale? */
  get isPlaced(): boolean {
    return this.observations.length > 0 || this.chart !== null || this.stated !== null;
  }

  /** Does anything that is known of this customer say something about their size? Without it chances are worth nothing. */
  get isKnown(): boolean {
    return this.isPlaced || (this.hasModel && countMeasurements(this.customer.measurements) > 0);
  }

  /** The size that something of no brand in particular would be likeliest right in; null while nothing of their own says so. */
  get likelySize(): string | null {
    if (!this.isPlaced) return null;
    const belief = this.beliefFor({ styleId: '', brand: null, category: null });
    const right = this.rules.sizes.map((_, position) => belief.at(position).chances.right);
    return this.rules.sizes[right.indexOf(Math.max(...right))]!.label;
  }

  /** Chances by the belief alone: what a whole catalog is gone through with. */
  roughly({ variants, ...style }: Style): VariantChances[] {
    const belief = this.beliefFor(style);
    const larger = this.wearsLarger(style.styleId, style.brand);
    const word = this.wordOn(style);
    return variants.map((variant) => {
      const { chances } = belief.at(variant.position + larger);
      return { variant, chances: word ? word.correct(chances, variant.position) : chances };
    });
  }

  /** The chances of each size of a style, and what they rest on. */
  of(style: Style): { variants: VariantChances[]; basis: Basis } {
    const belief = this.beliefFor(style);
    const larger = this.wearsLarger(style.styleId, style.brand);
    const believed = style.variants.map((variant) => {
      const { chances, near } = belief.at(variant.position + larger);
      return { variant, chances, share: this.shareOfModel(near) };
    });
    const word = this.wordOn(style);
    const asked = believed.filter(({ share }) => share > 0);
    const cases = asked.map(({ variant }) => this.caseOf(style, variant));
    const predicted = new Map(this.knowledge?.model.predict(cases).map((chances, at) => [asked[at]!.variant, chances]));
    const variants = believed.map(({ variant, chances, share }) => {
      const prediction = predicted.get(variant);
      const all = prediction ? mixed(chances, prediction, share) : chances;
      return { variant, chances: word ? word.correct(all, variant.position) : all };
    });
    const model = cases[0] ? this.knowledge!.model.evidence(cases[0]) : null;
    const basis = { fits: this.observations.length, stated: this.stated, chart: this.chart !== null, model };
    return { variants, basis };
  }

  private wearsLarger(styleId: string, brand: string | null): number {
    return wearsLarger(this.knowledge?.facts ?? null, styleId, brand);
  }

  private get hasModel(): boolean {
    return (this.knowledge?.facts.records ?? 0) >= fewestRecords;
  }

  /** What the customer said of a style's sizes; undefined: they had none of them. */
  wordOn({ styleId }: Pick<Style, 'styleId'>): OwnWord | undefined {
    return this.ownWords.get(styleId);
  }

  /** The same for all styles of a brand and category that the customer never had. */
  private beliefFor({ styleId, brand, category }: Pick<Style, 'styleId' | 'brand' | 'category'>): Belief {
    // Line breaks part them: texts of a catalog have none.
    const key = this.ownWords.has(styleId) ? `${styleId}\n\n` : `${brand ?? ''}\n${category ?? ''}`;
    const known = this.beliefs.get(key);
    if (known) return known;
    const general = Float64Array.from(this.common);
    for (const { fit, evidence } of this.observations) {
      if (fit.styleId !== styleId) addTo(general, evidence, weightOf(fit, { brand, category }));
    }
    const word = this.ownWords.get(styleId);
    const sum = word ? this.scale.forOwnStyle(general) : general;
    for (const { fit, evidence } of this.observations) if (word?.has(fit)) addTo(sum, evidence, 1);
    const belief = this.scale.belief(sum);
    this.beliefs.set(key, belief);
    return belief;
  }

  /** 0-1. A customer who is not placed by anything of their own is left to the model, if they measured themselves. */
  private shareOfModel(near: number): number {
    if (!this.hasModel) return 0;
    if (!this.isPlaced) return 1;
    return near < unlikely ? 0 : modelShare * near;
  }

  private caseOf({ styleId, category }: Style, { position }: Variant): FitCase {
    const size = this.rules.sizes[position]!.ordinal;
    return { customerId: this.customer.customerId ?? '', styleId, size, category, wearer: this.wearer };
  }
}

function ownWords(fits: readonly OwnFit[]): Map<string, OwnWord> {
  const styleIds = new Set(fits.map(({ styleId }) => styleId));
  return new Map([...styleIds].map((id) => [id, new OwnWord(fits.filter(({ styleId }) => styleId === id))]));
}

const meanOf = (tried: readonly { position: number }[]): number =>
  tried.reduce((sum, { position }) => sum + position, 0) / tried.length;

function mixed(one: SizeChances, other: FitChances, share: number): SizeChances {
  const mix = (a: number, b: number): number => (1 - share) * a + share * b;
  return { small: mix(one.small, other.small), right: mix(one.right, other.fit), large: mix(one.large, other.large) };
}
