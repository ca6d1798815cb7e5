import { silentCarryingSeconds } from '#domain/delivery/silence';
import { testZone } from '#test/support/testZone';

const { couriers } = testZone();

test('who has orders in hand may be silent for five times as long, unless the zone says otherwise', () => {
  expect(silentCarryingSeconds(couriers)).toBe(5 * couriers.silentSeconds);
  expect(silentCarryingSeconds({ ...couriers, silentCarryingSeconds: 400 })).toBe(400);
});
