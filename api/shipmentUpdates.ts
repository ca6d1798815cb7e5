import { WorkflowNotFoundError } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import type { ShipmentRead } from '../db/queries/shipmentReads';
import { shipmentWorkflowId } from '../domain/ids';
import type { ShipmentState } from '../domain/shipment/types';
import { abandonShipment } from '../workflows/shipment/messages';
import type { ApiContext } from './context';
import { Problem } from './problems';
import { shipmentChangeResource } from './resources/shipment';
import { sendUpdate } from './updates';

/** Asks the shipment's workflow for a change, and answers with where it stands then. */
export async function changeShipment<Args extends [unknown?]>(
  context: ApiContext,
  { id, subscriptionId, cycle, phase }: ShipmentRead,
  definition: UpdateDefinition<ShipmentState, Args>,
  updateId: string,
  ...args: Args
) {
  await context.requireWorker();
  try {
    const workflowId = shipmentWorkflowId(subscriptionId, cycle);
    const state = await sendUpdate(context, definition, { workflowId, updateId, args });
    return { status: 200 as const, body: shipmentChangeResource(id, state) };
  } catch (error) {
    // Its workflow has ended: the shipment is delivered and done, or was abandoned.
    if (error instanceof WorkflowNotFoundError) {
      const type = definition.name === abandonShipment.name ? 'TooLateToAbandon' : 'NotParked';
      throw new Problem(type, `the shipment has ended (${phase})`);
    }
    throw error;
  }
}
