import { own } from './facts';
import type { Basis, Fitting, VariantChances } from './fitting';
import type { OwnFit, SizeChances, Style } from './types';

/** From this many answers on a style is said to run small or large, when at least this part of them says so. */
const fewestAnswers = 5;
const tellingShare = 0.3;

const nothingKnown =
  'We know too little to recommend a size: tell us your measurements or your usual size, or how something fitted.';

/** Why this size, in a sentence or two: only what counted is named, with numbers that can be checked. `best`: of the style's sizes. */
export function sizeReason(
  fitting: Fitting,
  style: Style,
  basis: Basis,
  best: VariantChances | null,
  isInStock: (sku: string) => boolean,
): string {
  if (!best) return nothingKnown;
  const { variant, chances } = best;
  if (chances.right < Math.max(chances.small, chances.large)) return noneFits(style, chances, fitting);
  const clauses = [...ownClauses(fitting, style, variant.position), ...toldClauses(fitting, basis)];
  const bias = biasClause(fitting, style);
  if (bias !== null) clauses.push(bias);
  if (clauses.length > 0 && hasEvidence(basis)) clauses.push('what customers like you kept counts too');
  const because = clauses.length > 0 ? `: ${clauses.slice(0, mostClauses).join('; ')}` : modelClause(basis);
  const gone = isInStock(variant.sku) ? '' : ' It is out of stock now.';
  return `${variant.label} should fit you best${because}.${gone}`;
}

/** More is not read. */
const mostClauses = 4;

/** Did the model know the customer, their measurements or the style? */
const hasEvidence = ({ model }: Basis): boolean =>
  model !== null && model.customerRecords + model.styleRecords + model.measurements > 0;

/** The model is all there was. */
function modelClause({ model }: Basis): string {
  return (model?.measurements ?? 0) > 0 ? ', going by what customers with measurements like yours kept' : '';
}

/** The nearest size is still off. */
function noneFits({ variants }: Style, { small, large }: SizeChances, { customer }: Fitting): string {
  const from = customer.fits.length > 0 ? 'what fitted you before' : 'what you told us';
  const labels =
    variants.length === 1 ? `It comes in ${variants[0]!.label} only` : 'None of its sizes is likely to fit';
  const off = small > large ? 'small' : 'large';
  return `${labels}: going by ${from}, ${variants.length === 1 ? 'it' : 'even the nearest one'} would be too ${off} for you.`;
}

function ownClauses({ customer, rules }: Fitting, style: Style, position: number): string[] {
  const label = (at: number): string => rules.sizes[at]!.label;
  const latest = customer.fits.findLast(({ styleId }) => styleId === style.styleId);
  const clauses = latest ? [`you had it in ${label(latest.position)}, which ${outcome(latest)}`] : [];
  const others = customer.fits.filter((fit) => fit !== latest);
  const right = others.filter((fit) => fit.fit === 'fit' && fit.position === position);
  const ofBrand = right.filter(({ brand }) => brand !== null && brand === style.brand);
  if (ofBrand.length > 0)
    clauses.push(`${label(position)} of ${style.brand} was right for you ${times(ofBrand.length)}`);
  else if (right.length > 0) clauses.push(`${label(position)} was right for you ${times(right.length)}`);
  for (const at of [position - 1, position + 1]) {
    const wanted = at < position ? 'small' : 'large';
    const off = others.filter((fit) => fit.fit === wanted && fit.position === at);
    if (off.length > 0) clauses.push(`${label(at)} was too ${wanted} ${times(off.length)}`);
  }
  const farther = clauses.length === 0 ? others.at(-1) : undefined;
  return farther ? [`in another item, ${label(farther.position)} ${outcome(farther)}`] : clauses;
}

const outcome = ({ fit }: OwnFit): string => (fit === 'fit' ? 'was right for you' : `was too ${fit} for you`);
const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

function toldClauses({ rules, chart }: Fitting, { stated }: Basis): string[] {
  const clauses = stated === null ? [] : [`you told us that you wear ${stated}`];
  if (chart === null) return clauses;
  const [lower, upper] = [Math.floor(chart), Math.ceil(chart)].map((at) => rules.sizes[at]!.label);
  return [
    ...clauses,
    `your measurements point to ${lower === upper ? lower : `${lower} to ${upper}`} in the size chart`,
  ];
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
