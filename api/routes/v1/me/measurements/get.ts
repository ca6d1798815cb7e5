import { readMeasurements } from '#db/sizing/measurements';
import { endpoint } from '#api/http/endpoint';
import { measurements } from '#contract/sizing';
import { measurementsResource } from '#api/resources/sizing';

/** Of nobody but who asks. */
export const getMeasurements = endpoint({
  method: 'get',
  path: '/v1/me/measurements',
  tag: 'customer',
  summary: 'What you told us of your measurements',
  access: ['customer'],
  responses: { 200: { description: 'All of them, null where nothing was told', schema: measurements } },
  handler: async ({ db }, { caller: { subject } }) => {
    return { status: 200, body: measurementsResource(subject, await readMeasurements(db, subject)) };
  },
});
