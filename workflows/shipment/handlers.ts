import { ApplicationFailure, setHandler } from '@temporalio/workflow';
import type { BusinessOutcome } from '#domain/outcomes';
import { lasts, mayAbandon, payBy } from '#domain/shipment/machine';
import { businessAt, wallClock } from '#domain/clock';
import { partner } from './activities';
import { projectAgain } from '../subscription/messages';
import { decideAnew, endOfParcel, happen, type Live } from './live';
import {
  abandonShipment,
  deliveryEnded,
  parcelEnded,
  paymentMethodChanged,
  retryShipment,
  shipmentState,
} from './messages';

/** Registers every message, before the first await. A handler changes the state first; the main line wakes up by it. */
export function listen(live: Live): void {
  setHandler(
    retryShipment,
    async ({ addressId }) => {
      happen(live, { kind: 'retried', addressId });
      return project(live);
    },
    {
      validator: (_: { addressId: string | null }) => {
        if (live.state.phase !== 'parked') throw refusal('NotParked', `the shipment is ${live.state.phase}`);
      },
    },
  );
  setHandler(
    abandonShipment,
    async ({ reason }) => {
      const { state } = live;
      if (state.phase === 'delivering') await cancelDelivery(live, reason);
      // Its end may have come meanwhile, by the delivery that was cancelled: for the same reason.
      if (live.state === state) happen(live, { kind: 'abandoned', reason });
      return project(live);
    },
    {
      validator: (_: { reason: string }) => {
        if (!mayAbandon(live.state.phase)) throw refusal('TooLateToAbandon', `the shipment is ${live.state.phase}`);
        if (endOfParcel(live)?.status === 'delivered') throw refusal('TooLateToAbandon', 'the parcel was delivered');
      },
    },
  );
  setHandler(parcelEnded, (ended) => {
    // The first final word on each parcel counts: carrier and relay may repeat themselves.
    if (!live.ended.has(ended.trackingNumber)) live.ended.set(ended.trackingNumber, ended);
  });
  setHandler(deliveryEnded, (result) => {
    live.delivery ??= result;
  });
  setHandler(paymentMethodChanged, (payment) => {
    live.state = payBy(live.state, payment); // the next round takes it
  });
  setHandler(projectAgain, async () => {
    decideAnew(live);
    const { input, state } = live;
    // A Postgres that was set back may have forgotten what partners answered.
    await live.turns.restoreShipment('what partners answered', () => [{ input, state }]);
    await project(live);
  });
  setHandler(shipmentState, () => live.state);
}

/** The row decides: a courier who has it brings it, or brings it back. */
async function cancelDelivery({ input, state }: Live, reason: string): Promise<void> {
  const { subscriptionId, cycle, shipmentId } = input;
  const atMs = businessAt(state.promise ? wallClock : input.clock, Date.now());
  const cancelled = await partner.cancelDelivery({ subscriptionId, cycle, shipmentId, reason, atMs });
  if (!cancelled) throw refusal('TooLateToAbandon', 'a courier carries it, or its delivery has ended');
}

/** Ops read what they wrote; and a run that was reset hears what is recorded of it (see `projectShipment`). */
async function project(live: Live) {
  const { state } = live;
  const summary = `${state.phase}, by a person`;
  const next = await live.turns.projectShipment(summary, () => [{ input: live.input, state, message: null }]);
  // A step that is under way says what came of it, and must not find the shipment elsewhere.
  if (next && live.state === state && lasts(state.phase)) happen(live, next);
  return live.state;
}

function refusal(type: BusinessOutcome, message: string): ApplicationFailure {
  return ApplicationFailure.create({ type, message, nonRetryable: true, details: [{}] });
}
