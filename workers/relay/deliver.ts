import { WorkflowNotFoundError } from '@temporalio/client';
import type { Database } from '#db/pool';
import { isShipmentEnded } from '#db/subscriptions/sentCycles';
import { readProgram } from '#db/catalog/programs';
import { isShipmentAlive } from '#db/recovery/recoveryFindings';
import { shipmentWorkflowId, subscriptionWorkflowId } from '#domain/ids';
import type { OrderStart } from '#domain/order/types';
import type { OutboxKind, OutboxMessage, OutboxPayloads } from '#domain/outbox/types';
import type { NotificationsPort } from '#facade/ports/index';
import { orderShipment } from '#workflows/shipment/input';
import { parcelEnded, paymentMethodChanged, shipmentWorkflow } from '#workflows/shipment/messages';
import { subscriptionWorkflow, type SubscriptionInput } from '#workflows/subscription/messages';
import { startErasing, startSurvey, stopSurvey } from './feedback';
import { tellDelivery, wakeDispatcher } from './oneHour';
import { attributesOf, signalWhileAlive, type Starter, startOnce } from './toWorkflows';

/** Where the outbox's rows go. */
export interface Destinations extends Starter {
  db: Database;
  notifications: NotificationsPort;
}

/** How a message of each kind is delivered. Twice does no harm. */
const deliveries: { [Kind in OutboxKind]: (to: Destinations, payload: OutboxPayloads[Kind]) => Promise<void> } = {
  startSubscription: (to, input) => startSubscription(to, input),
  startOrder: (to, order) => startOrder(to, order),
  parcelEnded: (to, end) => endParcel(to, end),
  paymentMethodChanged: (to, change) => changePayment(to, change),
  deliveryHappened: (to, change) => tellDelivery(to, change),
  zoneChanged: (to, { zoneId }) => wakeDispatcher(to, zoneId),
  startSurvey: (to, survey) => startSurvey(to, survey),
  stopSurvey: (to, survey) => stopSurvey(to.client, survey),
  eraseCustomer: (to, erasure) => startErasing(to, erasure),
  notify: (to, request) => to.notifications.send(request),
};

/** Delivers one message. Throws when it could not: it is tried again later. */
export const deliver = <Kind extends OutboxKind>(
  to: Destinations,
  { kind, payload }: OutboxMessage<Kind>,
): Promise<void> => deliveries[kind](to, payload);

const startSubscription = (to: Destinations, input: SubscriptionInput): Promise<void> =>
  startOnce(to, {
    workflowType: subscriptionWorkflow,
    workflowId: subscriptionWorkflowId(input.state.id),
    input,
    attributes: attributesOf(input.state, input.state.status),
    summary: `${input.state.customerId} in ${input.state.programId}`,
  });

/** When the shipment ended already (abandoned), the parcel's end is in the read model, and there is nobody to tell. */
const endParcel = (to: Destinations, { subscriptionId, cycle, ...end }: OutboxPayloads['parcelEnded']): Promise<void> =>
  signalWhileAlive(
    to,
    {
      workflowId: shipmentWorkflowId(subscriptionId, cycle),
      isAlive: () => isShipmentAlive(to.db, subscriptionId, cycle),
    },
    parcelEnded,
    end,
  );

/** The shipment may be just about to start: tried again until it is there, unless it has ended. */
async function changePayment(
  { client, db }: Destinations,
  { subscriptionId, cycle, payment }: OutboxPayloads['paymentMethodChanged'],
) {
  try {
    await client.workflow.getHandle(shipmentWorkflowId(subscriptionId, cycle)).signal(paymentMethodChanged, payment);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError && (await isShipmentEnded(db, subscriptionId, cycle))) return;
    throw error;
  }
}

async function startOrder(to: Destinations, order: OrderStart): Promise<void> {
  const program = await readProgram(to.db, order.programId);
  if (!program) throw new Error(`program ${order.programId} is not published`);
  await startOnce(to, {
    workflowType: shipmentWorkflow,
    workflowId: shipmentWorkflowId(order.orderId, 1),
    input: orderShipment(order, program),
    attributes: attributesOf(order, 'reserving'),
    summary: `${order.sku} within the hour`,
  });
}
