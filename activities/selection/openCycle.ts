import { inTransaction } from '#db/pool';
import { insertCycle, projectSubscription, readOffered } from '#db/subscriptions/projections';
import { recordPickedBy } from '#db/selection/rankings';
import { readLastShipped } from '#db/subscriptions/sentCycles';
import { cycleDates, nextCycleFrom } from '#domain/calendar/index';
import type { BusinessClock } from '#domain/clock';
import { shipmentIdOf } from '#domain/ids';
import type { Plan, Program } from '#domain/program/types';
import type { RankedItem } from '#domain/selection/types';
import { shipmentPolicy, substitutesOf } from '#domain/shipment/policy';
import { openCycleIn, type CycleOpening } from '#domain/subscription/apply';
import type { SubscriptionState } from '#domain/subscription/types';
import type { Dependencies } from '../dependencies';
import { queueMessage } from '../notifications/queueMessage';
import { choose } from './choose';

export interface DueCycle {
  state: SubscriptionState;
  zone: string;
  clock: BusinessClock;
  /** Business time of the request: part of the input, so that a retry opens the same cycle. */
  nowMs: number;
}

/**
 * Opens the subscription's next cycle: its dates, the pick, the alternatives. Safe to run again: the first selection of
 * a cycle stands, and a repeat returns it.
 */
export async function openCycle(dependencies: Dependencies, due: DueCycle): Promise<CycleOpening> {
  const { db, catalogs } = dependencies;
  const { state, clock } = due;
  const programCatalog = await catalogs.of(state.programId);
  const dates = datesOf(programCatalog.program, due, await readLastShipped(db, state.id));
  const standing = await readOffered(db, state.id, dates.number);
  const chosen = standing ? null : await choose(dependencies, programCatalog, state, dates);
  const offered = standing ?? chosen?.items ?? [];
  const opening = openingOf(programCatalog.program, dates, offered);
  await inTransaction(db, async (tx) => {
    const opened = openCycleIn(state, opening);
    // First, under its row's lock: it refuses what comes late, and an older cycle must not be opened beside a newer state.
    const isCurrent = await projectSubscription(tx, opened, clock, null);
    const first = isCurrent !== null && (await insertCycle(tx, opened, opening, offered));
    if (first && chosen) await recordPickedBy(tx, state.id, dates.number, chosen.modelVersion, chosen.arms);
    if (first) await tellCustomer(tx, state, opening, offered);
  });
  return opening;
}

interface Dates extends ReturnType<typeof cycleDates> {
  number: number;
  next: { number: number; opensAtMs: number };
  anchor: SubscriptionState['anchor'];
  plan: Plan;
}

/**
 * The cycle to open now is the next one that can still be changed: periods that passed while the subscription was
 * paused are not made up for, and what was shipped before a reset cannot be. A plan with another cadence counts its dates
 * from this cycle on.
 */
function datesOf(program: Program, { state, zone, nowMs }: DueCycle, lastShipped: number): Dates {
  const plan = planOf(program, state.planId);
  const before = program.plans.find(({ id }) => id === state.anchor.planId) ?? plan;
  const { number, opensAtMs } = nextCycleFrom(program.cycle, before.cadence, zone, state.anchor, {
    number: Math.max(state.nextCycle - 1, lastShipped),
    nowMs,
  });
  const anchor = sameCadence(plan, before) ? state.anchor : { atMs: opensAtMs, cycle: number, planId: plan.id };
  const dates = cycleDates(program.cycle, plan.cadence, zone, anchor, number);
  const next = nextCycleFrom(program.cycle, plan.cadence, zone, anchor, { number, nowMs });
  return { ...dates, number, next, anchor, plan };
}

const sameCadence = (one: Plan, other: Plan): boolean =>
  one.cadence.every === other.cadence.every && one.cadence.unit === other.cadence.unit;

function planOf(program: Program, planId: string): Plan {
  const plan = program.plans.find(({ id }) => id === planId);
  if (!plan) throw new Error(`program ${program.id} has no plan ${planId} any more`); // heals when it is put back
  return plan;
}

function openingOf(program: Program, dates: Dates, offered: RankedItem[]): CycleOpening {
  const [pick, ...alternatives] = offered.map(({ sku }) => sku);
  return {
    cycle: {
      number: dates.number,
      sku: pick ?? null,
      chosenBy: 'everbox',
      skipped: false,
      alternatives,
      swappedAway: [],
      chargeCents: dates.plan.chargeCents,
      openedAtMs: dates.opensAtMs,
      cutoffAtMs: dates.cutoffAtMs,
      shipAtMs: dates.shipAtMs,
    },
    nextCycle: dates.next.number,
    nextOpenAtMs: dates.next.opensAtMs,
    anchor: dates.anchor,
    policy: shipmentPolicy(program, 'cycle'),
    substitutes: substitutesOf(program, alternatives),
  };
}

type Transaction = Parameters<typeof queueMessage>[0];

async function tellCustomer(
  tx: Transaction,
  { id, customerId }: SubscriptionState,
  { cycle }: CycleOpening,
  [pick]: RankedItem[],
): Promise<void> {
  const shipmentId = shipmentIdOf(id, cycle.number);
  const about = { subscriptionId: id, cycle: cycle.number, customerId, shipmentId };
  const cutoffAt = new Date(cycle.cutoffAtMs).toISOString();
  if (!pick) return queueMessage(tx, about, 'nothingToSelect', 'nothingToSelect', { cutoffAt });
  const data = { title: pick.title, reason: pick.reason, cutoffAt };
  return queueMessage(tx, about, 'cycleOpened', 'cycleOpened', data);
}
