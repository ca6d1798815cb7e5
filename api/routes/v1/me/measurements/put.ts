import { replaceMeasurements } from '#db/sizing/measurements';
import { endpoint } from '#api/http/endpoint';
import { measurements, newMeasurements } from '#contract/sizing';
import { measurementsResource } from '#api/resources/sizing';

/** May be sent again. Not kept under an idempotency key: the answer repeats what is personal. */
export const putMeasurements = endpoint({
  method: 'put',
  path: '/v1/me/measurements',
  tag: 'customer',
  summary: 'Tell your measurements, all of them optional; what is left out is forgotten',
  access: ['customer'],
  body: newMeasurements,
  responses: { 200: { description: 'What is known now', schema: measurements } },
  handler: async ({ db }, { caller: { subject }, body }) => {
    return { status: 200, body: measurementsResource(subject, await replaceMeasurements(db, subject, body)) };
  },
});
