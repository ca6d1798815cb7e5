import { SimulatorClient } from '#simulator/client';
import { StartError } from '#dev/stack/startError';
import { loadZones } from '#workers/zones';
import { findZone, type Storage, withStorage } from '../storage';
import { endPlay, type Played, type PlayedStack, playZones } from './play';
import { tellSimulator } from './stock';
import { countOf } from '#domain/countOf';

export interface PlayFlags extends Played {
  end?: boolean;
  json?: boolean;
}

/** `everbox zone play` */
export async function play(ids: string[], { end = false, json = false, couriers, faster }: PlayFlags): Promise<void> {
  await withStorage(async (storage) => {
    const stack = playedStack(storage);
    const zones = await Promise.all(ids.map((id) => findZone(storage.db, id)));
    if (end) {
      await endPlay(
        stack,
        loadZones().filter(({ id }) => ids.includes(id)),
      );
    } else {
      for (const zone of zones) await tellSimulator(storage, zone);
      await playZones(stack, zones, { couriers, faster });
    }
    const result = { zones: ids, playing: !end, couriers: end ? 0 : couriers };
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${summary(ids, end, { couriers, faster })}\n`);
  });
}

function playedStack({ db, stack }: Storage): PlayedStack {
  if (!stack) {
    throw new StartError('Zones are played in the stack of this checkout, with its simulator: start it (npm start).');
  }
  const { apiUrl, simulatorUrl, secrets } = stack;
  const simulator = new SimulatorClient({ url: simulatorUrl, apiKey: secrets.partnerApiKey });
  return { db, simulator, apiUrl, jwtSecret: secrets.jwtSecret };
}

function summary(ids: string[], end: boolean, { couriers, faster }: Played): string {
  const zones = ids.join(', ');
  if (end) return `${zones}: the hours of zones/ hold again, and nobody is on shift.`;
  return `${zones}: every station is open round the clock, and ${countOf(couriers, 'simulated courier is', 'simulated couriers are')} on shift, ${faster} times
faster than real ones. Orders can be placed within some seconds; "--end", or the next start, puts the hours back.`;
}
