import type { CourierFacts, OrderFacts } from './facts';

/** What a burst came to. Every number is of the partners' ledger, of couriers' phones, or of Temporal's histories. */
export interface BurstTally extends CourierFacts {
  orders: number;
  delivered: number;
  /** Not delivered, and paid back. */
  compensated: number;
  /** Neither: what must never be. */
  lost: number;
  deliveredTwice: number;
  chargedTwice: number;
  /** Assignments for which the log holds no decision. */
  unexplained: number;
  /** What Everbox says of an order, against what partners and couriers saw. */
  untruthful: number;
  promiseRefused: number;
  /** From the click to the door, of the orders that got there; null without any. */
  p50ClickToDoorSeconds: number | null;
  p95ClickToDoorSeconds: number | null;
}

export interface BurstFinding {
  order: string;
  what: string;
}

/** Counts, and names all that is wrong. */
export function countBurst(
  orders: readonly OrderFacts[],
  couriers: CourierFacts,
  promiseRefused: number,
): { tally: BurstTally; findings: BurstFinding[] } {
  const seconds = orders.flatMap(clickToDoorSeconds).toSorted((one, other) => one - other);
  const count = (is: (facts: OrderFacts) => boolean): number => orders.filter(is).length;
  const tally: BurstTally = {
    orders: orders.length,
    delivered: count(isDelivered),
    compensated: count(isCompensated),
    lost: count(isLost),
    deliveredTwice: count((facts) => doors(facts).length > 1),
    chargedTwice: count((facts) => liveCharges(facts) > 1),
    unexplained: orders.reduce((sum, { assignments }) => sum + unexplainedOf(assignments), 0),
    untruthful: count((facts) => untruth(facts) !== null),
    promiseRefused,
    ...couriers,
    p50ClickToDoorSeconds: quantile(seconds, 0.5),
    p95ClickToDoorSeconds: quantile(seconds, 0.95),
  };
  return { tally, findings: orders.flatMap(findingsOf) };
}

const doors = ({ visits }: OrderFacts): OrderFacts['visits'] => visits.filter(({ kind }) => kind === 'handedOver');
const isDelivered = (facts: OrderFacts): boolean => doors(facts).length > 0;
const chargesOf = ({ effects }: OrderFacts): OrderFacts['effects'] =>
  effects.filter(({ operation }) => operation === 'charge');
const liveCharges = (facts: OrderFacts): number => chargesOf(facts).filter(({ state }) => state === 'live').length;

/** The money is back, or was never taken, and Everbox says that it is over: the customer knows where they stand. */
const isCompensated = (facts: OrderFacts): boolean =>
  !isDelivered(facts) && facts.end !== null && facts.end !== 'delivered' && liveCharges(facts) === 0;
const isLost = (facts: OrderFacts): boolean => !isDelivered(facts) && !isCompensated(facts);

/** Couriers who carried it without anybody having written down why them count as well. */
const unexplainedOf = (assignments: OrderFacts['assignments']): number =>
  assignments.filter(({ explained }) => !explained).length;

function untruth(facts: OrderFacts): string | null {
  if (facts.end === 'delivered' && !isDelivered(facts)) return 'is said to be delivered, and nobody was at the door';
  if (facts.end === null && isDelivered(facts)) return 'was handed over, and its delivery has not ended';
  if (isDelivered(facts) && facts.end !== 'delivered') return `was handed over, and is said to be ${facts.end}`;
  if (isDelivered(facts) && liveCharges(facts) === 0) return 'was handed over, and is not paid';
  return null;
}

function findingsOf(facts: OrderFacts): BurstFinding[] {
  const { name, shipmentId } = facts.order;
  const found = (what: string): BurstFinding => ({ order: `${name} (${shipmentId})`, what });
  const said = untruth(facts);
  const unexplained = unexplainedOf(facts.assignments);
  // What is told otherwise than it was names the loss as well.
  const isUndone = facts.end !== null && facts.end !== 'delivered';
  return [
    ...(isLost(facts) && said === null
      ? [found(isUndone ? `ended ${facts.end}, and was not paid back` : 'never got to its door')]
      : []),
    ...(doors(facts).length > 1 ? [found(`was handed over ${doors(facts).length} times`)] : []),
    ...(liveCharges(facts) > 1 ? [found(`was charged ${liveCharges(facts)} times`)] : []),
    ...(unexplained > 0 ? [found(`${unexplained} of its assignments are not explained`)] : []),
    ...(said === null ? [] : [found(said)]),
  ];
}

function clickToDoorSeconds(facts: OrderFacts): number[] {
  const first = doors(facts)[0];
  return first ? [(Date.parse(first.at) - facts.order.clickedAtMs) / 1_000] : [];
}

/** The smallest value that at least this share of the (rising) values does not exceed; null without any. */
export function quantile(rising: readonly number[], share: number): number | null {
  const value = rising[Math.max(0, Math.ceil(share * rising.length) - 1)];
  return value === undefined ? null : Math.round(value * 10) / 10;
}
