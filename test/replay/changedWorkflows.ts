/** The workflows with one careless change, for the test that proves that a replay notices: see `replay.unit.test.ts`. */
import { sleep } from '@temporalio/workflow';
import { shipment as shipmentAsItIs } from '#workflows/shipment/workflow';
import type { ShipmentInput } from '#workflows/shipment/messages';

export { shipmentCycle } from '#workflows/shipmentCycle/workflow';
export { subscription } from '#workflows/subscription/workflow';

/** Somebody thought that a box should wait a minute, and did not patch it in. */
export async function shipment(input: ShipmentInput) {
  await sleep('1 minute');
  return shipmentAsItIs(input);
}
