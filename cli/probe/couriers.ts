import { issueToken } from '#api/http/auth/tokens';
import { courierPlaces } from './doors';
import type { ProbeTarget } from './connect';

/**
 * Couriers in each zone: a quarter of an hour takes seven promises with them, so that a probe every three minutes finds
 * its window open.
 */
const perZone = 12;
const tokenSeconds = 12 * 3_600;
/** As fast as Everbox believes anybody to be: an order is at the door within minutes. */
const behaviour = { declines: 0, vanishes: 0, speedMetersPerMinute: 240, acceptAfterMs: 500, timeScale: 12 };

/**
 * In the local stack, where no courier is a person: sends simulated ones, unless some are there already. They stay on
 * shift when the probe is over, for the next one.
 */
export async function sendCouriers(local: NonNullable<ProbeTarget['local']>): Promise<void> {
  const { simulator, apiUrl, jwtSecret } = local;
  const present = await simulator.couriers();
  if (present.some(({ state }) => state !== 'vanished')) return;
  const places = courierPlaces(perZone);
  const couriers = await Promise.all(
    places.map(async ({ zoneId, place }, index) => {
      const id = `probe_courier_${index + 1}`;
      const token = await issueToken({ role: 'courier', subject: id, secret: jwtSecret, ttlSeconds: tokenSeconds });
      return { id, token, zoneId, place, behaviour };
    }),
  );
  await simulator.setCouriers({ apiUrl, pollMs: 1_000, locateMs: 5_000, couriers });
}
