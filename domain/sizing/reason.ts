import { chartMeasures } from './chart';
import { own } from './facts';
import type { Basis, Fitting, VariantChances } from './fitting';
import { countMeasurements } from './measurements';
import type { OwnFit, SizeChances, Style } from './types';

/** From this many answers on a style is said to run small or large, when at least this part of them says so. */
const fewestAnswers = 5;
const tellingShare = 0.3;

/** Names what would help: to who measured themselves, what the size chart goes by. */
function nothingKnown({ rules, customer }: Fitting): string {
  const charted = chartMeasures.filter((measure) => rules.sizes.some((size) => size[measure]));
  const isMeasured = countMeasurements(customer.measurements) > 0 && charted.length > 0;
  const what = isMeasured ? charted.map((measure) => measureNames[measure]).join(' or ') : 'measurements';
  return `We know too little to recommend a size: tell us your ${what} or your usual size, or how something fitted.`;
}

const measureNames = { heightCm: 'height', weightKg: 'weight', bustBandCm: 'bust band', footLengthCm: 'foot length' };

/** Why this size, in a sentence or two: only what counted is named, with numbers that can be checked. `best`: of the style's sizes. */
export function sizeReason(
  fitting: Fitting,
  style: Style,
  basis: Basis,
  best: VariantChances | null,
  isInStock: (sku: string) => boolean,
): string {
  if (!best) return nothingKnown(fitting);
  const { variant, chances } = best;
  if (chances.right < Math.max(chances.small, chances.large)) return noneFits(style, chances, fitting);
  const said = ownClauses(fitting, style, variant.position);
  const told = toldClauses(fitting, basis, variant.position);
  const clauses = [...said.for, ...told.for];
  const bias = biasClause(fitting, style);
  if (bias !== null) clauses.push(bias);
  // With nothing else to go by, what speaks against it is all that counted.
  const against = clauses.length > 0 ? [...said.against, ...told.against] : [];
  if (clauses.length === 0) clauses.push(...said.against, ...told.against);
  if (clauses.length > 0 && hasEvidence(basis)) clauses.push('what customers like you kept counts too');
  const because = clauses.length > 0 ? `: ${clauses.slice(0, mostClauses).join('; ')}` : modelClause(basis);
  const though = against.length > 0 ? `, though ${against.slice(0, mostAgainst).join(' and ')}` : '';
  const gone = isInStock(variant.sku) ? '' : ' It is out of stock now.';
  return `${variant.label} should fit you best${because}${though}.${gone}`;
}

/** What speaks for a size, and what against it. */
interface Clauses {
  for: string[];
  against: string[];
}

/** More is not read. */
const mostClauses = 4;
const mostAgainst = 2;

/** Did the model know the customer, their measurements or the style? */
const hasEvidence = ({ model }: Basis): boolean =>
  model !== null && model.customerRecords + model.styleRecords + model.measurements > 0;

/** The model is all there was. */
function modelClause({ model }: Basis): string {
  return (model?.measurements ?? 0) > 0 ? ', going by what customers with measurements like yours kept' : '';
}

/** The nearest size is still off. */
function noneFits(style: Style, { small, large }: SizeChances, fitting: Fitting): string {
  const { variants } = style;
  const had = fitting.wordOn(style)?.fits.filter(({ fit }) => fit !== 'fit') ?? [];
  if (had.length > 1) {
    const words = had.map((fit) => `${labelOf(fitting, fit.position)} ${outcome(fit)}`);
    return `None of its sizes is likely to fit: ${words.join('; ')}.`;
  }
  const from = fitting.customer.fits.length > 0 ? 'what fitted you before' : 'what you told us';
  const labels =
    variants.length === 1 ? `It comes in ${variants[0]!.label} only` : 'None of its sizes is likely to fit';
  const off = small > large ? 'small' : 'large';
  return `${labels}: going by ${from}, ${variants.length === 1 ? 'it' : 'even the nearest one'} would be too ${off} for you.`;
}

function ownClauses(fitting: Fitting, style: Style, position: number): Clauses {
  const label = (at: number): string => labelOf(fitting, at);
  const others = fitting.customer.fits.filter(({ styleId }) => styleId !== style.styleId);
  const clauses: Clauses = { for: [], against: [] };
  for (const fit of fitting.wordOn(style)?.fits ?? [])
    clauses.for.push(`you had it in ${label(fit.position)}, which ${outcome(fit)}`);

  const right = others.filter((fit) => fit.fit === 'fit' && fit.position === position);
  const ofBrand = right.filter(({ brand }) => brand !== null && brand === style.brand);
  if (ofBrand.length > 0)
    clauses.for.push(`${label(position)} of ${style.brand} was right for you ${times(ofBrand.length)}`);
  else if (right.length > 0) clauses.for.push(`${label(position)} was right for you ${times(right.length)}`);
  for (const fit of nearestOf(others, position)) {
    const isOff = fit.fit !== 'fit';
    const count = others.filter(({ fit: how, position: at }) => how === fit.fit && at === fit.position).length;
    const how = isOff ? `too ${fit.fit}` : 'right for you';
    clauses[speaksFor(fit, position) ? 'for' : 'against'].push(`${label(fit.position)} was ${how} ${times(count)}`);
  }
  return clauses;
}

const labelOf = ({ rules }: Fitting, position: number): string => rules.sizes[position]!.label;

/** A smaller size that was too small, or a larger one that was too large. */
const speaksFor = ({ fit, position }: OwnFit, recommended: number): boolean =>
  fit === 'small' ? position < recommended : fit === 'large' && position > recommended;

/**
 * Of those that were too small, too large and right elsewhere, the telling ones: of what speaks for the size the nearest to it,
 * of what speaks against it the farthest away. Smallest size first.
 */
function nearestOf(fits: readonly OwnFit[], position: number): OwnFit[] {
  const elsewhere = fits.filter(({ fit, position: at }) => fit !== 'fit' || at !== position);
  const groups = [
    elsewhere.filter((fit) => fit.fit === 'small' && speaksFor(fit, position)),
    elsewhere.filter((fit) => fit.fit === 'small' && !speaksFor(fit, position)),
    elsewhere.filter((fit) => fit.fit === 'fit' && fit.position < position),
    elsewhere.filter((fit) => fit.fit === 'fit' && fit.position > position),
    elsewhere.filter((fit) => fit.fit === 'large' && !speaksFor(fit, position)),
    elsewhere.filter((fit) => fit.fit === 'large' && speaksFor(fit, position)),
  ];
  const distance = (fit: OwnFit): number => Math.abs(fit.position - position) * (speaksFor(fit, position) ? 1 : -1);
  return groups.flatMap((group) =>
    group.length === 0 ? [] : [group.reduce((best, each) => (distance(each) < distance(best) ? each : best))],
  );
}

/** How many of a customer's fits say that this is their size, and how many say otherwise. */
export function countWords({ customer }: Fitting, position: number): { for: number; against: number } {
  const agrees = (each: OwnFit): boolean =>
    each.fit === 'fit' ? each.position === position : speaksFor(each, position);
  const agreeing = customer.fits.filter(agrees).length;
  return { for: agreeing, against: customer.fits.length - agreeing };
}

const outcome = ({ fit }: OwnFit): string => (fit === 'fit' ? 'was right for you' : `was too ${fit} for you`);
const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

function toldClauses({ rules, chart }: Fitting, { stated }: Basis, position: number): Clauses {
  const clauses: Clauses = { for: [], against: [] };
  const last = rules.sizes.length - 1;
  const within = (at: number): number => Math.min(last, Math.max(0, at));
  const label = rules.sizes[position]!.label;
  if (stated !== null) clauses[stated === label ? 'for' : 'against'].push(`you told us that you wear ${stated}`);
  if (chart !== null) {
    const [lower, upper] = [within(Math.floor(chart.lowest)), within(Math.ceil(chart.highest))];
    const [from, to] = [rules.sizes[lower]!.label, rules.sizes[upper]!.label];
    const sizes = from === to ? from : `${from} to ${to}`;
    const agrees = lower <= position && position <= upper;
    clauses[agrees ? 'for' : 'against'].push(`your measurements point to ${sizes} in the size chart`);
  }
  return clauses;
}

function biasClause({ knowledge }: Fitting, { styleId }: Style): string | null {
  const counts = knowledge && own(knowledge.facts.styles, styleId);
  if (!counts) return null;
  const [small, right, large] = counts;
  const all = small + right + large;
  const [most, word] = small > large ? [small, 'small'] : [large, 'large'];
  if (all < fewestAnswers || most < tellingShare * all || most < 2 * Math.min(small, large)) return null;
  return `it runs ${word} (${most} of ${all} customers found it too ${word})`;
}
