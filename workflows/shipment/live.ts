import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { businessAt, wallDelayUntil } from '#domain/clock';
import type { ShipmentEvent } from '#domain/shipment/events';
import { advance, initialShipment } from '#domain/shipment/machine';
import type { ParcelEnd } from '#domain/shipment/tracking';
import type { ShipmentState } from '#domain/shipment/types';
import { inTurns, type Turns } from '../turns';
import { attentionKey, stateKey } from '../searchAttributes';
import type { DeliveryResult } from '../delivery/messages';
import type { ShipmentInput } from './messages';

/** What one execution of the workflow holds; handlers and the main line share it. */
export interface Live {
  readonly input: ShipmentInput;
  readonly turns: Turns;
  state: ShipmentState;
  /** The carrier's last word on each parcel, by tracking number: also on one whose booking is not known here yet. */
  readonly ended: Map<string, ParcelEnd>;
  /** How the one-hour delivery ended. */
  delivery: DeliveryResult | null;
}

/** `from`: where a run goes on whose workflow was lost; absent: at the beginning. */
export function start(input: ShipmentInput, from?: ShipmentState): Live {
  return {
    input,
    turns: inTurns(),
    state: from ?? initialShipment(input),
    ended: new Map(),
    delivery: null,
  };
}

/** Business time now, ms. */
const nowMs = (live: Live): number => businessAt(live.input.clock, Date.now());

/** Wall milliseconds until the business instant `businessMs`. */
export const delayUntil = (live: Live, businessMs: number): number =>
  wallDelayUntil(live.input.clock, businessMs, Date.now());

/** Takes an event into the state, and shows it to ops. */
export function happen(live: Live, event: ShipmentEvent): void {
  const before = live.state;
  live.state = advance(before, event, nowMs(live));
  decideAnew(live);
  // Phases that pass within a second are not worth an event each: only where the workflow waits, or ends.
  const { attention } = live.state;
  const waits = ['dunning', 'waiting', 'inTransit', 'delivering', 'parked', 'delivered', 'abandoned'].includes(
    live.state.phase,
  );
  if (waits || attention !== before.attention) {
    upsertSearchAttributes([
      { key: stateKey, value: live.state.phase },
      ...(attention === before.attention ? [] : [{ key: attentionKey, value: attention }]),
    ]);
  }
  setCurrentDetails(describe(live));
}

/** From now on, what the state says was decided now: the read model then shows it, and nothing that was decided before. */
export function decideAnew(live: Live): void {
  const { state } = live;
  live.state = { ...state, decidedAtMs: Math.max(state.decidedAtMs, Date.now()) };
}

/** Markdown for the Temporal UI: where the shipment stands, and what ops can do. */
function describe({ state, input }: Live): string {
  const lines = [`**${state.phase}**: ${state.sku}, cycle ${input.cycle} of ${input.subscriptionId}`];
  if (state.trackingNumber) lines.push(`Parcel ${state.trackingNumber}`);
  if (state.attention) lines.push(`Needs a person: **${state.attention}**. Send the update \`retry\` or \`abandon\`.`);
  if (state.abandonReason) lines.push(`Abandoned: ${state.abandonReason}`);
  return lines.join('\n\n');
}

/** How the parcel that is waited for ended; undefined while it is on its way. */
export function endOfParcel({ ended, state }: Live): ParcelEnd | undefined {
  return state.trackingNumber === null ? undefined : ended.get(state.trackingNumber);
}
