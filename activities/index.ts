import { chargeCustomer, refundCharge } from './billing/charge';
import { returnCourierFee } from './billing/courierFee';
import { compensateMissedPromise } from './billing/missedPromise';
import { openDueSubscriptions } from './cycles/openDueSubscriptions';
import type { Dependencies } from './dependencies';
import { moveToAnotherStation } from './dispatch/anotherStation';
import { cancelDelivery } from './dispatch/cancelDelivery';
import { lookAtDelivery, meetDeadline, openDelivery } from './dispatch/delivery';
import { dispatchZone } from './dispatch/dispatchZone';
import { keepEventPartitions } from './events/retention';
import { bookParcel, cancelParcel } from './fulfillment/carrier';
import { cancelHandoff, handOff } from './fulfillment/warehouse';
import { releaseStock, reserveStock } from './inventory/stock';
import { precomputeRankings } from './model/precompute';
import { finishRefresh, settleModel, trainModel } from './model/refresh';
import { sweepErased } from './privacy/sweep';
import { projectShipment } from './projections/shipment';
import { closeCycle, projectSubscription } from './projections/subscription';
import { restoreShipment } from './recovery/restoreShipment';
import { restoreCycle } from './recovery/restoreCycle';
import { promiseCourier } from './promise/promiseCourier';
import { openCycle } from './selection/openCycle';
import { precomputeSearches } from './search/precompute';
import { askSurvey } from './surveys/ask';
import { exportEvents, sweepWarehouse } from './lake/eventExport';

/** Binds every activity to what it works with. Each one is safe to run again, and says why. */
export function createActivities(dependencies: Dependencies) {
  const bind =
    <Args extends unknown[], Result>(activity: (dependencies: Dependencies, ...args: Args) => Promise<Result>) =>
    (...args: Args): Promise<Result> =>
      activity(dependencies, ...args);
  return {
    openCycle: bind(openCycle),
    closeCycle: bind(closeCycle),
    projectSubscription: bind(projectSubscription),
    reserveStock: bind(reserveStock),
    releaseStock: bind(releaseStock),
    chargeCustomer: bind(chargeCustomer),
    refundCharge: bind(refundCharge),
    promiseCourier: bind(promiseCourier),
    returnCourierFee: bind(returnCourierFee),
    handOff: bind(handOff),
    cancelHandoff: bind(cancelHandoff),
    bookParcel: bind(bookParcel),
    cancelParcel: bind(cancelParcel),
    projectShipment: bind(projectShipment),
    restoreShipment: bind(restoreShipment),
    restoreCycle: bind(restoreCycle),
    openDueSubscriptions: bind(openDueSubscriptions),
    openDelivery: bind(openDelivery),
    meetDeadline: bind(meetDeadline),
    lookAtDelivery: bind(lookAtDelivery),
    cancelDelivery: bind(cancelDelivery),
    compensateMissedPromise: bind(compensateMissedPromise),
    moveToAnotherStation: bind(moveToAnotherStation),
    askSurvey: bind(askSurvey),
    sweepErased: bind(sweepErased),
    dispatchZone: bind(dispatchZone),
    trainModel: bind(trainModel),
    settleModel: bind(settleModel),
    precomputeRankings: bind(precomputeRankings),
    finishRefresh: bind(finishRefresh),
    precomputeSearches: bind(precomputeSearches),
    keepEventPartitions: bind(keepEventPartitions),
    exportEvents: bind(exportEvents),
    sweepWarehouse: bind(sweepWarehouse),
  };
}

export type Activities = ReturnType<typeof createActivities>;
