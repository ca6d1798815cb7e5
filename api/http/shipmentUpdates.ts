import { WorkflowNotFoundError } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { noteFinding } from '#db/recovery/recoveryFindings';
import { readShipment, type ShipmentRead } from '#db/shipments/shipmentReads';
import { shipmentWorkflowId } from '#domain/ids';
import type { ShipmentState } from '#domain/shipment/types';
import { abandonShipment } from '#workflows/shipment/messages';
import type { ApiContext } from './context';
import { Problem, type ProblemType, unavailable } from './problems';
import { shipmentChangeResource } from '../resources/shipment';
import { sendUpdate } from './updates';

/** Asks the shipment's workflow for a change, and answers with where it stands then. */
export async function changeShipment<Args extends [unknown?]>(
  context: ApiContext,
  { id, subscriptionId, cycle }: ShipmentRead,
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
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    const type = definition.name === abandonShipment.name ? 'TooLateToAbandon' : 'NotParked';
    throw await whyNotRunning(context, id, type);
  }
}

/** Read anew: the workflow may have ended since the request began. One that is missing can be asked once it is recovered. */
async function whyNotRunning({ db, logger }: ApiContext, id: string, ended: ProblemType): Promise<Problem> {
  const shipment = await readShipment(db, id);
  if (!shipment) return new Problem('NotFound', 'there is no such shipment');
  const { subscriptionId, cycle, customerId, phase } = shipment;
  if (phase === 'done' || phase === 'abandoned') return new Problem(ended, `the shipment has ended (${phase})`);
  const workflowId = shipmentWorkflowId(subscriptionId, cycle);
  // One that is just being frozen has a row before it has a workflow.
  if (phase !== 'reserving') await noteFinding(db, { workflowId, kind: 'workflowMissing', customerId });
  logger.error({ shipmentId: id }, 'a living shipment has no running workflow');
  return unavailable('the shipment cannot be changed until it is recovered; try again later');
}
