import { z } from 'zod';
import { type Partner, partners } from '../../ports';

/** Names of operations are those of the ports' methods. */
const operationsOf: Record<Partner, readonly string[]> = {
  payment: ['charge', 'refund'],
  warehouse: ['handOff', 'cancelOrder'],
  carrier: ['bookParcel', 'cancelParcel'],
  notifications: ['send'],
  inventory: ['stationStock'],
  transportation: ['capacity'],
};

/**
 * What can be made to go wrong, and when it is decided:
 *   connection  at arrival, for every call, also one whose key is known
 *   outcome     once per key, when the first answer is made
 *   tracking    once per parcel, when it is booked, and once per order that a station takes
 */
const kinds = {
  /** The connection is dropped, nothing happens. */
  down: { stage: 'connection', operations: null },
  /** Answered 500, nothing happens. */
  error500: { stage: 'connection', operations: null },
  /** Everything happens, the answer comes `delayMs` late. */
  slow: { stage: 'connection', operations: null },
  /** Everything happens, no answer comes. */
  timeoutAfterEffect: { stage: 'connection', operations: null },
  /** The card is declined. */
  decline: { stage: 'outcome', operations: ['charge'] },
  /** The address or the parcel is refused. */
  refuse: { stage: 'outcome', operations: ['handOff', 'bookParcel'] },
  /** Every webhook of the parcel, or of the station's order, is sent twice. */
  duplicateWebhook: { stage: 'tracking', operations: ['bookParcel', 'handOff'] },
  /** Every other webhook of the parcel is overtaken by the next one. */
  outOfOrderWebhook: { stage: 'tracking', operations: ['bookParcel'] },
  /** Every webhook of the parcel, or of the station's order, comes `delayMs` after what it tells of. */
  lateWebhook: { stage: 'tracking', operations: ['bookParcel', 'handOff'] },
} as const satisfies Record<string, { stage: FaultStage; operations: readonly string[] | null }>;

export type FaultStage = 'connection' | 'outcome' | 'tracking';
export type FaultKind = keyof typeof kinds;
export const faultKinds = Object.keys(kinds) as [FaultKind, ...FaultKind[]];

/** A rule without `probability`, `nth` and `times` always fires. */
const faultRule = z
  .strictObject({
    partner: z.enum(partners),
    operation: z.string().optional(),
    kind: z.enum(faultKinds),
    /** Chance of each call, 0 to 1, drawn from the seed, the key and the number of the call with that key (of a read, of the call). */
    probability: z.number().min(0).max(1).optional(),
    /** Only the n-th call that matches, counted from 1. */
    nth: z.int().min(1).optional(),
    /** Only the first n calls that match. */
    times: z.int().min(1).optional(),
    /** Prefix of the reference. */
    reference: z.string().min(1).optional(),
    /** For `slow` and `lateWebhook`. */
    delayMs: z.int().min(0).max(3_600_000).optional(),
  })
  .superRefine((rule, context) => {
    const known = operationsOf[rule.partner];
    const possible = known.filter((name) => affects(rule.kind, name));
    if (rule.operation !== undefined && !known.includes(rule.operation)) {
      context.addIssue({ code: 'custom', path: ['operation'], message: `${rule.partner} has ${known.join(', ')}` });
    } else if (possible.length === 0 || (rule.operation !== undefined && !possible.includes(rule.operation))) {
      const where = kinds[rule.kind].operations?.join(', ');
      context.addIssue({ code: 'custom', path: ['kind'], message: `${rule.kind} only happens to ${where}` });
    }
    if ([rule.probability, rule.nth, rule.times].filter((limit) => limit !== undefined).length > 1) {
      const message = 'a rule has at most one of probability, nth and times';
      context.addIssue({ code: 'custom', path: [], message });
    }
  });
export const faultRules = z.array(faultRule).max(1_000);
export type FaultRule = z.infer<typeof faultRule>;

export interface FaultSubject {
  partner: Partner;
  operation: string;
  reference: string | null;
}

/** Is this call one that the rule is about, at this stage of it? */
export function matches(rule: FaultRule, stage: FaultStage, subject: FaultSubject): boolean {
  return (
    kinds[rule.kind].stage === stage &&
    rule.partner === subject.partner &&
    (rule.operation === undefined || rule.operation === subject.operation) &&
    affects(rule.kind, subject.operation) &&
    (rule.reference === undefined || (subject.reference ?? '').startsWith(rule.reference))
  );
}

/** Does a rule that counts fire at the `seen`-th matching call (from 1)? */
export function firesAt(rule: FaultRule, seen: number): boolean {
  if (rule.nth !== undefined) return seen === rule.nth;
  return rule.times === undefined || seen <= rule.times;
}

function affects(kind: FaultKind, operation: string): boolean {
  const operations: readonly string[] | null = kinds[kind].operations;
  return operations === null || operations.includes(operation);
}
