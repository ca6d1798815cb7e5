import { deliveryPromise, order } from '#contract/checkout';
import { delivery } from '#contract/delivery';
import { shipment } from '#contract/shipment';
import type { LatLng } from '#domain/zone/types';
import { placesOf } from '../demo/people';
import type { PublicProgram } from '../demo/contract';
import type { ApiClient } from '../http/client';
import { ApiProblem } from '../http/problem';
import type { PlacedOrder } from './facts';

export interface Wish {
  name: string;
  customerId: string;
  programId: string;
  sku: string;
  place: LatLng;
}

/** Refusals that are an honest answer: no promise is made that could not be kept. */
const honest = ['WindowFull', 'OutOfStock', 'StationClosed', 'TooFar'];

/** One customer's checkout: a promise, then the order. Null: no promise could be made. */
export async function placeOrder(api: ApiClient, program: PublicProgram, wish: Wish): Promise<PlacedOrder | null> {
  const { name, customerId, programId, sku, place } = wish;
  const clickedAtMs = Date.now();
  try {
    const promised = await api.send({
      method: 'POST',
      path: '/v1/promises',
      body: { programId, sku, location: place, kind: 'oneHour' },
      answer: deliveryPromise,
    });
    const body = {
      programId,
      sku,
      promiseId: promised.id,
      email: `${customerId}@example.com`,
      address: { ...addressOf(program, name), location: place },
      paymentToken: `tok_ok_${customerId}`,
    };
    const placed = await api.send({ method: 'POST', path: '/v1/orders', body, answer: order });
    return { name, orderId: placed.id, shipmentId: placed.shipmentId, clickedAtMs };
  } catch (error) {
    if (error instanceof ApiProblem && honest.includes(error.type)) return null;
    throw error;
  }
}

/** A doorstep that the program ships to; where it is, its location says. */
function addressOf(program: PublicProgram, name: string) {
  const town = placesOf(program)[0];
  if (!town) throw new Error(`the burst knows no town that ${program.id} ships to`);
  const { street, city, postalCode, country } = town;
  return { name, line1: `1 ${street}`, city, postalCode, country };
}

const over: readonly string[] = ['delivered', 'done', 'abandoned'];

/** Is it over with this order, one way or the other? False also while it is not known yet. */
export async function isOver(api: ApiClient, { shipmentId }: PlacedOrder): Promise<boolean> {
  try {
    const { phase } = await api.send({ method: 'GET', path: `/v1/shipments/${shipmentId}`, answer: shipment });
    return over.includes(phase);
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return false;
    throw error;
  }
}

/** The code that the customer is shown, to say it at the door. Null while there is none. */
export async function dropoffCode(api: ApiClient, { shipmentId }: PlacedOrder): Promise<string | null> {
  try {
    const path = `/v1/deliveries/${shipmentId}`;
    return (await api.send({ method: 'GET', path, answer: delivery })).code;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return null;
    throw error;
  }
}
