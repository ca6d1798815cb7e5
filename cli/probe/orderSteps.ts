import type { z } from 'zod';
import { deliveryOptions, deliveryPromise, order } from '#contract/checkout';
import { delivery } from '#contract/delivery';
import { shipment } from '#contract/shipment';
import type { PublicProgram } from '../demo/contract';
import { placesOf } from '../demo/people';
import type { ProbeDoor } from './contract';
import { type Journey, ProbeFault } from './journey';

type Promised = z.output<typeof deliveryPromise>;
type Ordered = z.output<typeof order>;

/** An item and a door that can have it within the hour; or, of all that was asked for, why not. */
export async function findWindow(
  { api, options }: Journey,
  skus: readonly string[],
): Promise<{ sku: string; door: ProbeDoor } | { because: string }> {
  const reasons = new Set<string>();
  for (const door of options.doors) {
    for (const sku of skus) {
      const query = new URLSearchParams({
        programId: options.programId,
        sku,
        lat: door.place.lat.toFixed(6),
        lng: door.place.lng.toFixed(6),
      });
      const path = `/v1/delivery-options?${query.toString()}`;
      const { options: offered } = await api.send({ method: 'GET', path, answer: deliveryOptions });
      const oneHour = offered.find(({ kind }) => kind === 'oneHour');
      if (oneHour?.open) return { sku, door };
      if (oneHour && 'explanation' in oneHour) reasons.add(oneHour.explanation);
    }
  }
  return { because: [...reasons].join('; ') || 'no zone of one-hour delivery is known' };
}

export function makePromise(
  { api, options, customerId }: Journey,
  sku: string,
  { place }: ProbeDoor,
): Promise<Promised> {
  const body = { customerId, programId: options.programId, sku, location: place, kind: 'oneHour' };
  return api.send({ method: 'POST', path: '/v1/promises', body, answer: deliveryPromise });
}

export async function placeOrder(journey: Journey, program: PublicProgram, promised: Promised): Promise<Ordered> {
  const { api, options, customerId } = journey;
  const town = placesOf(program)[0];
  if (!town) throw new ProbeFault(`no town is known that ${program.id} ships to`);
  const { city, postalCode, country, street } = town;
  const body = {
    customerId,
    programId: promised.programId,
    sku: promised.sku,
    promiseId: promised.id,
    email: `${customerId}@example.com`,
    address: { name: 'Everbox Probe', line1: `1 ${street}`, city, postalCode, country, location: promised.location },
    paymentToken: options.paymentToken,
  };
  return api.send({ method: 'POST', path: '/v1/orders', body, answer: order });
}

/** Waits until the station has it packed at the counter: by then it is paid, too. */
export async function handedOff(journey: Journey, { shipmentId }: Ordered): Promise<void> {
  const path = `/v1/deliveries/${shipmentId}`;
  await journey.until(async () => {
    const { status, events } = await journey.api.send({ method: 'GET', path, answer: delivery });
    if (['cancelled', 'lost', 'returned'].includes(status)) throw new ProbeFault(`the delivery is ${status}`);
    return events.some(({ kind }) => kind === 'packed') ? true : null;
  });
}

/** Follows the order to the door; delivery and shipment must both say that it arrived. */
export async function delivered(journey: Journey, { shipmentId, chargeCents }: Ordered): Promise<void> {
  await journey.until(async () => {
    const path = `/v1/deliveries/${shipmentId}`;
    const { status } = await journey.api.send({ method: 'GET', path, answer: delivery });
    if (['cancelled', 'lost', 'returned'].includes(status)) throw new ProbeFault(`the delivery is ${status}`);
    return status === 'delivered' ? true : null;
  });
  await journey.until(async () => {
    const path = `/v1/shipments/${shipmentId}`;
    const seen = await journey.api.send({ method: 'GET', path, answer: shipment });
    if (seen.chargeCents !== chargeCents) {
      throw new ProbeFault(`${chargeCents} were promised to be charged, and the shipment says ${seen.chargeCents}`);
    }
    return seen.deliveredAt !== null && seen.handedOffAt !== null ? true : null;
  });
}
