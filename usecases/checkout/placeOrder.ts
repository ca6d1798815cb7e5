import { deliveryPromiseOf } from './promise';
import { insertOrder, type OrderRead, readOrder } from '#db/deliveries/orders';
import { putInOutbox } from '#db/outbox/outbox';
import { lockPromise, markPromiseUsed, type StoredPromise } from '#db/deliveries/promises';
import { stageAddress, stagePaymentMethod } from '#db/subscriptions/staged';
import { readZone } from '#db/deliveries/zones';
import type { LocatedAddress } from '#db/subscriptions/personalData';
import type { LatLng } from '#domain/zone/types';
import type { UseCaseContext } from '../context';
import { newAddressId, newOrderId, newPaymentMethodId } from '../newIds';
import { named } from '../noSuch';
import { Refusal } from '../refusal';
import { checkRegion, requireProgram } from '../subscriptions/programRules';
import { promiseMismatch as mismatch } from './refusals';
import { checkSamePlace } from './samePlace';

export interface OrderRequest {
  customerId: string;
  programId: string;
  sku: string;
  promiseId: string;
  email: string;
  address: LocatedAddress & { location: LatLng };
  paymentToken: string;
}

/**
 * Stores an order and its message to the relay in the transaction of `context.db`. The promise's row is locked first
 * and leaves as used, so that of two orders for it, whatever their keys, one is refused. @throws Refusal
 */
export async function placeOrder({ db, now }: UseCaseContext, request: OrderRequest): Promise<OrderRead> {
  const { customerId, programId, sku, email, address } = request;
  const program = await requireProgram(db, programId);
  checkRegion(program, address.country, 'address.country');
  const promise = await lockPromise(db, request.promiseId, customerId);
  checkPromise(request, promise, now());
  const zone = await readZone(db, promise.zoneId);
  if (!zone) throw new Error(`zone ${promise.zoneId} of promise ${promise.id} is not published`);
  await markPromiseUsed(db, promise.id);

  const ids = { orderId: newOrderId(), addressId: newAddressId(), paymentMethodId: newPaymentMethodId() };
  const { orderId, addressId, paymentMethodId } = ids;
  const chargeCents = promise.priceCents + promise.feeCents;
  await stageAddress(db, addressId, orderId, address);
  await stagePaymentMethod(db, paymentMethodId, orderId, request.paymentToken);
  const what = { customerId, programId, sku, addressId, paymentMethodId, chargeCents };
  await insertOrder(db, { ...what, id: orderId, email, promiseId: promise.id });
  await putInOutbox(db, 'startOrder', { ...what, orderId, promise: deliveryPromiseOf(promise, zone, now()) });

  const read = await readOrder(db, orderId);
  if (!read) throw new Error(`order ${orderId} is gone right after it was stored`);
  return read;
}

function checkPromise(
  { promiseId, programId, sku, address }: OrderRequest,
  promise: StoredPromise | null,
  nowMs: number,
): asserts promise is StoredPromise {
  // Another customer's promise does not exist for this one.
  if (!promise) throw mismatch('promiseId', 'own', `${named(promiseId)} is not a promise made to this customer`);
  if (promise.programId !== programId) {
    throw mismatch('programId', 'promised', `${promise.id} belongs to ${promise.programId}, not to ${programId}`);
  }
  if (promise.sku !== sku) throw mismatch('sku', 'promised', `${promise.id} was made for ${promise.sku}`);
  checkSamePlace(promise.place, address.location);
  if (promise.state === 'used') throw new Refusal('PromiseUsed', 'an order has this promise already');
  if (promise.state === 'released' || nowMs >= promise.expiresAtMs) {
    const expiredAt = new Date(promise.expiresAtMs).toISOString();
    throw new Refusal('PromiseExpired', `the promise was held until ${expiredAt}`, { members: { expiredAt } });
  }
}
