import { z } from 'zod';
import { type Partner, partners } from '#facade/ports/index';
import { hourMs } from '#domain/time';

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
export const faultKindTable = {
  down: {
    stage: 'connection',
    operations: null,
    does: 'the connection is dropped, nothing happens',
  },
  error500: {
    stage: 'connection',
    operations: null,
    does: 'answered 500, nothing happens',
  },
  slow: {
    stage: 'connection',
    operations: null,
    does: 'everything happens, the answer comes `delayMs` late',
  },
  timeoutAfterEffect: {
    stage: 'connection',
    operations: null,
    does: 'everything happens, no answer comes',
  },
  decline: {
    stage: 'outcome',
    operations: ['charge'],
    does: 'the card is declined',
  },
  refuse: {
    stage: 'outcome',
    operations: ['handOff', 'bookParcel'],
    does: 'the address or the parcel is refused',
  },
  duplicateWebhook: {
    stage: 'tracking',
    operations: ['bookParcel', 'handOff'],
    does: 'every webhook of the parcel, or of the station’s order, is sent twice',
  },
  outOfOrderWebhook: {
    stage: 'tracking',
    operations: ['bookParcel'],
    does: 'every other webhook of the parcel is overtaken by the next one',
  },
  lateWebhook: {
    stage: 'tracking',
    operations: ['bookParcel', 'handOff'],
    does: 'every webhook of the parcel, or of the station’s order, comes `delayMs` after what it tells of',
  },
} as const satisfies Record<string, FaultKindRules>;

interface FaultKindRules {
  stage: FaultStage;
  /** Null: every operation. */
  operations: readonly string[] | null;
  does: string;
}

export type FaultStage = 'connection' | 'outcome' | 'tracking';
export type FaultKind = keyof typeof faultKindTable;
export const faultKinds = Object.keys(faultKindTable) as [FaultKind, ...FaultKind[]];

/** A rule without `probability`, `nth` and `times` always fires. */
export const faultRule = z
  .strictObject({
    partner: z.enum(partners).meta({ description: 'Whose calls it is about', example: 'payment' }),
    operation: z.string().optional().meta({
      description: 'One operation of that partner, by the name of the port’s method',
      absent: 'all of them',
      example: 'charge',
    }),
    kind: z.enum(faultKinds).meta({ description: 'What goes wrong', example: 'timeoutAfterEffect' }),
    probability: z.number().min(0).max(1).optional().meta({
      description: 'Chance of each call, drawn from the seed, the key and the number of the call with that key',
      absent: 'every call',
      example: 0.2,
    }),
    nth: z.int().min(1).optional().meta({
      description: 'Only the n-th call that matches, counted from 1',
      absent: 'every call',
      example: 1,
    }),
    times: z
      .int()
      .min(1)
      .optional()
      .meta({ description: 'Only the first n calls that match', absent: 'every call', example: 3 }),
    reference: z.string().min(1).optional().meta({
      description: 'Only calls whose reference (the ID of a shipment) begins so',
      absent: 'all references',
      example: 'sub_',
    }),
    delayMs: z.int().min(0).max(hourMs).optional().meta({
      description: 'How late: for `slow` and `lateWebhook`',
      unit: 'ms of the wall',
      absent: '`0`',
      example: 1_500,
    }),
  })
  .superRefine((rule, context) => {
    const known = operationsOf[rule.partner];
    const possible = known.filter((name) => affects(rule.kind, name));
    if (rule.operation !== undefined && !known.includes(rule.operation)) {
      context.addIssue({ code: 'custom', path: ['operation'], message: `${rule.partner} has ${known.join(', ')}` });
    } else if (possible.length === 0 || (rule.operation !== undefined && !possible.includes(rule.operation))) {
      const where = faultKindTable[rule.kind].operations?.join(', ');
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
    faultKindTable[rule.kind].stage === stage &&
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
  const operations: readonly string[] | null = faultKindTable[kind].operations;
  return operations === null || operations.includes(operation);
}
