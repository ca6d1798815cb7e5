import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '#activities/index';

/**
 * Calls of partners. Every one has an idempotency key, so it is repeated until the partner answers: what is charged
 * and not yet known must become known, however long the partner is down. Ops see the attempts in the UI.
 */
export const partner = proxyActivities<
  Pick<
    Activities,
    | 'chargeCustomer'
    | 'promiseCourier'
    | 'returnCourierFee'
    | 'handOff'
    | 'bookParcel'
    | 'refundCharge'
    | 'cancelHandoff'
    | 'cancelParcel'
    | 'cancelDelivery'
    | 'compensateMissedPromise'
    | 'moveToAnotherStation'
  >
>({
  startToCloseTimeout: '15s', // the facade gives a partner 5 s, then the answer is recorded in Postgres
  // Half a minute of patience with a blip, then a calm knock: a partner that is down gets no storm on its return.
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '30s' },
});
