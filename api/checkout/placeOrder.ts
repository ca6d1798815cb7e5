import type { z } from 'zod';
import { deliveryPromiseOf } from '#checkout/promise';
import { insertOrder, readOrder } from '#db/queries/orders';
import { putInOutbox } from '#db/queries/outbox';
import { lockPromise, markPromiseUsed, type StoredPromise } from '#db/queries/promises';
import { stageAddress, stagePaymentMethod } from '#db/queries/staged';
import { readZone } from '#db/queries/zones';
import { locatedAddress } from '../addresses';
import type { ApiContext } from '../context';
import { newAddressId, newOrderId, newPaymentMethodId } from '../newIds';
import { named } from '../noSuch';
import { Problem } from '../problems';
import { checkRegion, requireProgram } from '../programRules';
import { isoOfMs } from '../schemas/common';
import type { orderAddress } from '../schemas/checkout';
import { promiseMismatch as mismatch } from './promiseMismatch';
import { orderResource } from './resource';
import { checkSamePlace } from './samePlace';

export interface OrderRequest {
  customerId: string;
  programId: string;
  sku: string;
  promiseId: string;
  email: string;
  address: z.output<typeof orderAddress>;
  paymentToken: string;
}

/**
 * Stores an order and its message to the relay in the transaction of `context.db`. The promise's row is locked first
 * and leaves as used, so that of two orders for it, whatever their keys, one is refused. @throws Problem
 */
export async function placeOrder({ db, now }: ApiContext, request: OrderRequest) {
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
  await stageAddress(db, addressId, orderId, locatedAddress(address));
  await stagePaymentMethod(db, paymentMethodId, orderId, request.paymentToken);
  const what = { customerId, programId, sku, addressId, paymentMethodId, chargeCents };
  await insertOrder(db, { ...what, id: orderId, email, promiseId: promise.id });
  await putInOutbox(db, 'startOrder', { ...what, orderId, promise: deliveryPromiseOf(promise, zone, now()) });

  const read = await readOrder(db, orderId);
  if (!read) throw new Error(`order ${orderId} is gone right after it was stored`);
  return orderResource(read);
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
  if (promise.state === 'used') throw new Problem('PromiseUsed', 'an order has this promise already');
  if (promise.state === 'released' || nowMs >= promise.expiresAtMs) {
    const expiredAt = isoOfMs(promise.expiresAtMs);
    throw new Problem('PromiseExpired', `the promise was held until ${expiredAt}`, { members: { expiredAt } });
  }
}
