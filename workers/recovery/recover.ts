import { namespaceIdOf } from '#api/http/readiness';
import { inTransaction } from '#db/pool';
import { putInOutbox } from '#db/outbox/outbox';
import { handOverAgain, listBusyZones, listOrdersWithoutShipment } from '#db/recovery/recovery';
import { forgetFinding, listFindings, noteFinding } from '#db/recovery/recoveryFindings';
import { recordStorage } from '#db/recovery/storageIdentity';
import { shipmentWorkflowId, zoneDispatchWorkflowId } from '#domain/ids';
import type { DeliveryResult } from '#workflows/delivery/messages';
import { deliveryEnded } from '#workflows/shipment/messages';
import { signalIfRunning } from '../relay/toWorkflows';
import { candidates } from './candidates';
import { type Presence, presenceOf } from './execution';
import { mapLimit } from '#domain/mapLimit';
import { restoreRows } from './restoredRows';
import { createSchedule, missingSchedules } from './schedules';
import { startMissing } from './start';
import type { Candidate, Recovery } from './types';

/** Under way at once: few enough to leave the servers room for customers. */
const atOnce = 16;

/**
 * Brings rows and workflows together again, after Temporal lost workflows or Postgres was set back.
 *
 * Why it is safe to run again, or beside everything else: a workflow starts once under its ID, whoever starts it; what it has
 * not heard of waits in the outbox until it is there, and counts once; effects are looked up under their keys before they are
 * made, and are asked of partners under the same keys; rows take only what was decided later.
 */
export async function recover(recovery: Recovery): Promise<void> {
  const { db, client, schedules, apply, found } = recovery;
  if (recovery.databaseRestored) await restoreRows(recovery);
  for (const schedule of await missingSchedules(client, schedules)) {
    found({ kind: 'schedule', id: schedule.scheduleId, detail: 'is missing' });
    if (apply) await createSchedule(client, schedule);
  }
  for await (const page of candidates(db)) {
    const present = await mapLimit(page, atOnce, async (candidate) => {
      const presence = await presenceOf(client, candidate.workflowId);
      await settle(recovery, candidate, presence);
      return { candidate, presence };
    });
    // After their shipments, which are on the same page, are there to hear of it.
    for (const { candidate, presence } of present) if (presence === 'completed') await tellEnd(recovery, candidate);
  }
  await wakeZones(recovery);
  await handOverOrders(recovery);
  if (!apply) return;
  await forgetSettled(recovery);
  await recordStorage(db, await namespaceIdOf(client));
}

async function settle(recovery: Recovery, candidate: Candidate, presence: Presence): Promise<void> {
  const { db, client, taskQueue, apply, found } = recovery;
  const { workflowId, standing, start } = candidate;
  if (presence === 'running' || presence === 'completed') return;
  if (presence === 'ended' && !recovery.terminated) {
    const option = '--terminated';
    found({ kind: 'left', id: workflowId, detail: `${standing}; it was terminated: ${option} starts it anew`, option });
  } else if (!start) {
    found({ kind: 'left', id: workflowId, detail: `${standing}; its rows do not hold what to start it with` });
  } else {
    found({ kind: 'start', id: workflowId, detail: standing });
    if (!apply) return;
    // The messages first: the relay keeps them until the workflow is there, so that none is lost between the two.
    await inTransaction(db, async (tx) => {
      for (const { kind, payload } of start.news) await putInOutbox(tx, kind, payload);
    });
    await startMissing({ client, taskQueue }, workflowId, start);
    return;
  }
  if (apply) await noteFinding(db, { workflowId, kind: 'workflowMissing', customerId: null });
}

/** A delivery that ended while its shipment was missing has told nobody. */
async function tellEnd({ client, apply, found }: Recovery, { workflowId, start }: Candidate): Promise<void> {
  if (start?.shipmentOf === undefined) return;
  const { subscriptionId, cycle } = start.shipmentOf;
  const shipment = shipmentWorkflowId(subscriptionId, cycle);
  found({ kind: 'restore', id: shipment, detail: 'has not heard that its delivery ended' });
  if (!apply) return;
  const result = (await client.workflow.getHandle(workflowId).result()) as DeliveryResult;
  await signalIfRunning(client, shipment, deliveryEnded, result);
}

async function wakeZones({ db, client, apply, found }: Recovery): Promise<void> {
  for (const zoneId of await listBusyZones(db)) {
    if ((await presenceOf(client, zoneDispatchWorkflowId(zoneId))) === 'running') continue;
    found({ kind: 'zone', id: zoneId, detail: 'has open deliveries and no dispatcher' });
    if (apply) await putInOutbox(db, 'zoneChanged', { zoneId });
  }
}

async function handOverOrders({ db, client, apply, found }: Recovery): Promise<void> {
  for (const orderId of await listOrdersWithoutShipment(db)) {
    if ((await presenceOf(client, shipmentWorkflowId(orderId, 1))) !== 'missing') continue;
    found({ kind: 'order', id: orderId, detail: 'was accepted, and its shipment is missing' });
    if (apply) await handOverAgain(db, orderId);
  }
}

/** What was noticed before and is mended, or has ended, is no finding any more. */
async function forgetSettled({ db, client }: Recovery): Promise<void> {
  const all = await listFindings(db, 100_000);
  await mapLimit(all, atOnce, async ({ workflowId, kind }) => {
    const presence = await presenceOf(client, workflowId);
    const isSettled =
      kind === 'rowMissing' ? presence !== 'running' : presence === 'running' || presence === 'completed';
    if (isSettled) await forgetFinding(db, workflowId);
  });
}
