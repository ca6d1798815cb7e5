import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import type { Activities } from '#activities/index';
import { zoneChanged, type ZoneDispatchInput } from './messages';

const { dispatchZone } = proxyActivities<Pick<Activities, 'dispatchZone'>>({
  startToCloseTimeout: '20s', // reads a zone, plans it and writes offers: well under a second, unless Postgres is slow
  retry: { initialInterval: '500ms', maximumInterval: '5s' }, // a zone must not stand still for long
});

/** Batches in one run: some 2,500 events, well below the server's warning at 10,240. */
const batchesPerRun = 250;
/** Changes of a burst that come within this time are one batch: a better match may be among them. */
const gatherMs = 1_000;

/**
 * Matches a zone's open deliveries to its couriers, batch after batch, until none is open.
 *
 * Why it is safe to run again: a batch reads what is so, and an offer is made only for deliveries that have none; a
 * repeated batch finds its own offers standing.
 */
export async function zoneDispatch(input: ZoneDispatchInput): Promise<void> {
  let changed = false;
  setHandler(zoneChanged, () => {
    changed = true;
  });
  for (let batch = 0; batch < batchesPerRun; batch++) {
    changed = false;
    const { open, nextInMs } = await dispatchZone({ zoneId: input.zoneId });
    setCurrentDetails(`**${open}** deliveries open`);
    if (open === 0 && !changed) return;
    if (!(await condition(() => changed, nextInMs, { summary: 'next batch' }))) continue;
    await condition(() => false, gatherMs, { summary: 'gather changes' });
  }
  await condition(allHandlersFinished);
  await continueAsNew<typeof zoneDispatch>(input);
}
