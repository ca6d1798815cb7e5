import { ApplicationFailure, setHandler } from '@temporalio/workflow';
import type { BusinessOutcome } from '../../domain/outcomes';
import { mayAbandon, payBy } from '../../domain/shipment/machine';
import { happen, type Live } from './live';
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
      happen(live, { kind: 'abandoned', reason });
      return project(live);
    },
    {
      validator: (_: { reason: string }) => {
        if (!mayAbandon(live.state.phase)) throw refusal('TooLateToAbandon', `the shipment is ${live.state.phase}`);
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
  setHandler(shipmentState, () => live.state);
}

/** Ops read what they wrote. */
async function project(live: Live) {
  const { state } = live;
  await live.local.projectShipment(state.phase, { input: live.input, state, message: null });
  return state;
}

function refusal(type: BusinessOutcome, message: string): ApplicationFailure {
  return ApplicationFailure.create({ type, message, nonRetryable: true, details: [{}] });
}
