import { z } from 'zod';
import { readZoneCapacity } from '../places';
import { read } from '../read';

/** What a zone can carry: as `PUT /control/zones` has set it, else by a curve over the day. */
export const capacity = read({
  partner: 'transportation',
  name: 'capacity',
  path: '/transportation/zones/:zoneId/capacity',
  request: z.strictObject({ zoneId: z.string().min(1).max(100) }),
  perform: async ({ zoneId }, pool) => {
    const now = new Date();
    return { ...(await readZoneCapacity(pool, zoneId, now.getTime())), asOf: now.toISOString() };
  },
});
