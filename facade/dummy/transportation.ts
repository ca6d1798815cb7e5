import type { TransportationPort } from '../ports';
import { zoneCapacityAt } from '../testData/curves';

/** Every zone has a number of couriers that follows the hours of the day: the same hour, the same numbers. */
export function createDummyTransportation(nowMs: () => number = Date.now): TransportationPort {
  return {
    capacity: async (zoneId) => {
      const asOfMs = nowMs();
      return { zoneId, ...zoneCapacityAt(zoneId, asOfMs), asOfMs };
    },
  };
}
