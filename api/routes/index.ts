import type { Endpoint } from '../http/endpoint';
import { putLocation } from './v1/couriers/me/location.put';
import { listOwnOffers } from './v1/couriers/me/offers/get';
import { getShift } from './v1/couriers/me/shift.get';
import { putShift } from './v1/couriers/me/shift.put';
import { reportAddressNotFound } from './v1/deliveries/[id]/address-not-found.post';
import { dropOff } from './v1/deliveries/[id]/dropoff.post';
import { followDelivery } from './v1/deliveries/[id]/events/get';
import { getDelivery } from './v1/deliveries/[id]/get';
import { giveUp } from './v1/deliveries/[id]/give-up.post';
import { pickUp } from './v1/deliveries/[id]/pickup.post';
import { returnToStation } from './v1/deliveries/[id]/returned.post';
import { getDeliveryOptions } from './v1/delivery-options/get';
import { postEvents } from './v1/events/post';
import { getMeasurements } from './v1/me/measurements/get';
import { putMeasurements } from './v1/me/measurements/put';
import { putPersonalization } from './v1/me/personalization.put';
import { deleteProfile } from './v1/me/profile/delete';
import { getProfile } from './v1/me/profile/get';
import { forgetItemEndpoint } from './v1/me/profile/items/[sku].delete';
import { putSurveys } from './v1/me/surveys.put';
import { accept } from './v1/offers/[id]/accept.post';
import { decline } from './v1/offers/[id]/decline.post';
import { listAttentionEndpoint } from './v1/ops/attention/get';
import { listDeadEventsEndpoint } from './v1/ops/dead-events/get';
import { getMetrics } from './v1/ops/metrics/get';
import { listModelsEndpoint } from './v1/ops/programs/[id]/models/get';
import { refreshModel } from './v1/ops/programs/[id]/models/refresh.post';
import { rollBackModel } from './v1/ops/programs/[id]/models/rollback.post';
import { listReturnsEndpoint } from './v1/ops/returns/get';
import { abandonParkedShipment } from './v1/ops/shipments/[id]/abandon.post';
import { listShipmentEffects } from './v1/ops/shipments/[id]/effects.get';
import { retryParkedShipment } from './v1/ops/shipments/[id]/retry.post';
import { findSubscriptions } from './v1/ops/subscriptions/get';
import { deleteTestClock } from './v1/ops/test-clocks/[id]/delete';
import { createTestClock } from './v1/ops/test-clocks/post';
import { getOrder } from './v1/orders/[id]/get';
import { listOwnOrders } from './v1/orders/get';
import { createOrder } from './v1/orders/post';
import { getProgram } from './v1/programs/[id]/get';
import { getPicks } from './v1/programs/[id]/picks/get';
import { listProgramsEndpoint } from './v1/programs/get';
import { createPromise } from './v1/promises/post';
import { getProduct } from './v1/products/[sku]/get';
import { getSize } from './v1/products/[sku]/size.get';
import { searchItems } from './v1/search/get';
import { getShipment } from './v1/shipments/[id]/get';
import { correctRating } from './v1/shipments/[id]/ratings/patch';
import { rateShipment } from './v1/shipments/[id]/ratings/post';
import { returnItem } from './v1/shipments/[id]/returns/post';
import { changeAddressEndpoint } from './v1/subscriptions/[id]/address.patch';
import { cancel } from './v1/subscriptions/[id]/cancel.post';
import { chooseCycleDelivery } from './v1/subscriptions/[id]/cycles/[n]/delivery.put';
import { getCycle } from './v1/subscriptions/[id]/cycles/[n]/get';
import { skip } from './v1/subscriptions/[id]/cycles/[n]/skip.post';
import { swap } from './v1/subscriptions/[id]/cycles/[n]/swap.post';
import { unskip } from './v1/subscriptions/[id]/cycles/[n]/unskip.post';
import { listCyclesEndpoint } from './v1/subscriptions/[id]/cycles/get';
import { getSubscription } from './v1/subscriptions/[id]/get';
import { pause } from './v1/subscriptions/[id]/pause.post';
import { changePaymentMethodEndpoint } from './v1/subscriptions/[id]/payment-method.patch';
import { changePlanEndpoint } from './v1/subscriptions/[id]/plan.patch';
import { changePreferencesEndpoint } from './v1/subscriptions/[id]/preferences.patch';
import { rateSubscription } from './v1/subscriptions/[id]/ratings/post';
import { resume } from './v1/subscriptions/[id]/resume.post';
import { listShipmentsEndpoint } from './v1/subscriptions/[id]/shipments/get';
import { listOwnSubscriptions } from './v1/subscriptions/get';
import { createSubscription } from './v1/subscriptions/post';
import { optOutByLink } from './v1/survey-opt-outs/[token].put';
import { postAnswers } from './v1/surveys/[id]/answers.post';
import { getSurvey } from './v1/surveys/[id]/get';
import { carrierWebhook } from './v1/webhooks/carrier/post';
import { warehouseWebhook } from './v1/webhooks/warehouse/post';

/** Every endpoint of the API, in the order in which the documentation shows them. */
export const routes: readonly Endpoint[] = [
  listProgramsEndpoint,
  getProgram,
  getPicks,
  searchItems,
  getProduct,
  getSize,
  createSubscription,
  listOwnSubscriptions,
  getSubscription,
  pause,
  resume,
  cancel,
  changeAddressEndpoint,
  changePreferencesEndpoint,
  changePlanEndpoint,
  changePaymentMethodEndpoint,
  listCyclesEndpoint,
  getCycle,
  skip,
  unskip,
  swap,
  chooseCycleDelivery,
  listShipmentsEndpoint,
  getShipment,
  rateShipment,
  correctRating,
  returnItem,
  rateSubscription,
  getSurvey,
  postAnswers,
  optOutByLink,
  getProfile,
  deleteProfile,
  forgetItemEndpoint,
  putPersonalization,
  putSurveys,
  getMeasurements,
  putMeasurements,
  postEvents,
  getDeliveryOptions,
  createPromise,
  createOrder,
  listOwnOrders,
  getOrder,
  getDelivery,
  followDelivery,
  getShift,
  putShift,
  putLocation,
  listOwnOffers,
  accept,
  decline,
  pickUp,
  dropOff,
  reportAddressNotFound,
  returnToStation,
  giveUp,
  carrierWebhook,
  warehouseWebhook,
  listAttentionEndpoint,
  listReturnsEndpoint,
  listShipmentEffects,
  retryParkedShipment,
  abandonParkedShipment,
  listDeadEventsEndpoint,
  listModelsEndpoint,
  refreshModel,
  rollBackModel,
  getMetrics,
  findSubscriptions,
  createTestClock,
  deleteTestClock,
];
