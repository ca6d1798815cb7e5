import { shipmentWorkflowId } from '#domain/ids';
import type { ShipmentState } from '#domain/shipment/types';
import { Customer } from '#test/support/customer';
import { reset, resetByRunbook, resetPoints, traceOf } from '#test/support/resets';
import type { World } from '#test/support/world';
import type { Path, PathClocks } from './shipmentPaths';

/**
 * Brings a shipment to its end by this path, then resets it: by the runbook's command, and at workflow tasks; each run goes to
 * its own end, past every deadline. Returns what was left before, and after each.
 */
export async function resetAlong(
  world: World,
  clocks: PathClocks,
  { signUp, act, ends }: Path,
  choose: (points: number[]) => number[],
): Promise<{ before: unknown; after: unknown[] }> {
  const programId = signUp.programId ?? 'test-toys';
  const testClockId = clocks.get(programId);
  if (testClockId === undefined) throw new Error(`${programId} has no clock`);
  const customer = await Customer.signUp(world, { testClockId, ...signUp });
  const cancelled = customer.closed(1).then(() => customer.post('/cancel', {})); // the ledger is to hold one box only
  await act?.(world, customer);
  await cancelled;
  const workflowId = shipmentWorkflowId(customer.subscriptionId, 1);
  await customer.shipmentWithin(120_000, 1, ends);
  const { runId } = await world.temporal.workflow.getHandle(workflowId).describe();
  const left = async (run: string) => {
    const state: ShipmentState = await world.temporal.workflow.getHandle(workflowId, run).result();
    return { ended: endOf(state), ...(await traceOf(world, customer.subscriptionId)) };
  };
  const before = await left(runId);
  const after: unknown[] = [];
  const points = choose(await resetPoints(world, workflowId, runId));
  for (const resetRun of [
    () => resetByRunbook(world, workflowId),
    ...points.map((point) => () => reset(world, workflowId, runId, point)),
  ]) {
    after.push(await left(await resetRun()));
  }
  return { before, after };
}

/** How a run says that it ended, and since when it had been where. */
const endOf = ({ phase, sku, firstDeclinedAtMs, handedOffAtMs, deliveredAtMs }: ShipmentState) => ({
  phase,
  sku,
  firstDeclinedAtMs,
  handedOffAtMs,
  deliveredAtMs,
});
