import { readCourier } from '#db/deliveries/couriers';
import { standingOf } from '#usecases/couriers/standing';
import { endpoint } from '#api/http/endpoint';
import { shiftResource } from '#api/resources/courier';
import { Problem } from '#api/http/problems';
import { shift } from '#contract/courier';

export const getShift = endpoint({
  method: 'get',
  path: '/v1/couriers/me/shift',
  tag: 'courier',
  summary: 'Your shift, and where to wait for orders',
  access: ['courier'],
  responses: { 200: { description: 'Your shift', schema: shift } },
  problems: ['NotFound'],
  handler: async (context, { caller }) => {
    const courier = await readCourier(context.db, caller.subject);
    if (!courier) throw new Problem('NotFound', 'you never had a shift');
    return { status: 200, body: shiftResource(await standingOf(context, courier)) };
  },
});
