import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import type { Database } from '../../db/pool';
import type { OutboxRow } from '../../db/queries/outbox';
import { readProgram } from '../../db/queries/programs';
import { shipmentIdOf, shipmentWorkflowId, subscriptionWorkflowId } from '../../domain/ids';
import { wallClock } from '../../domain/clock';
import type { DeliveryPromise } from '../../domain/delivery/types';
import type { NotificationRequest, NotificationsPort } from '../../facade/ports';
import type { EraseCustomerInput } from '../../workflows/eraseCustomer/messages';
import type { SurveyInput } from '../../workflows/survey/messages';
import { customerKey, programKey, stateKey } from '../../workflows/searchAttributes';
import { parcelEnded, shipmentWorkflow, type ShipmentInput } from '../../workflows/shipment/messages';
import { subscriptionWorkflow, type SubscriptionInput } from '../../workflows/subscription/messages';
import { startErasing, startSurvey, stopSurvey } from './feedback';
import { type DeliveryChange, tellDelivery, wakeDispatcher } from './oneHour';

/** Where the outbox's rows go. */
export interface Destinations {
  db: Database;
  client: Client;
  notifications: NotificationsPort;
  taskQueue: string;
}

/** Delivers one row. Throws when it could not: it is tried again later. Delivering a row twice does no harm. */
export async function deliver(to: Destinations, row: OutboxRow): Promise<void> {
  switch (row.kind) {
    case 'startSubscription':
      return startSubscription(to, row.payload as SubscriptionInput);
    case 'startOrder':
      return startOrder(to, row.payload as OrderStart);
    case 'parcelEnded':
      return endParcel(to.client, row.payload as ParcelEnd);
    case 'deliveryHappened':
      return tellDelivery(to.client, row.payload as DeliveryChange);
    case 'zoneChanged':
      return wakeDispatcher(to, (row.payload as { zoneId: string }).zoneId);
    case 'startSurvey':
      return startSurvey(to, row.payload as SurveyInput);
    case 'stopSurvey':
      return stopSurvey(to.client, row.payload as Pick<SurveyInput, 'subscriptionId' | 'surveyId'>);
    case 'eraseCustomer':
      return startErasing(to, row.payload as EraseCustomerInput);
    case 'notify':
      return to.notifications.send(row.payload as NotificationRequest);
  }
}

async function startSubscription({ client, taskQueue }: Destinations, input: SubscriptionInput): Promise<void> {
  const { id, programId, customerId, status } = input.state;
  try {
    await client.workflow.start(subscriptionWorkflow, {
      workflowId: subscriptionWorkflowId(id),
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      taskQueue,
      args: [input],
      typedSearchAttributes: [
        { key: programKey, value: programId },
        { key: customerKey, value: customerId },
        { key: stateKey, value: status },
      ],
      staticSummary: `${customerId} in ${programId}`,
    });
  } catch (error) {
    // A relay that died between the start and its mark: the workflow is there, which is all that was wanted.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

interface ParcelEnd {
  subscriptionId: string;
  cycle: number;
  status: 'delivered' | 'returned';
  atMs: number;
}

async function endParcel(client: Client, { subscriptionId, cycle, status, atMs }: ParcelEnd): Promise<void> {
  try {
    await client.workflow.getHandle(shipmentWorkflowId(subscriptionId, cycle)).signal(parcelEnded, { status, atMs });
  } catch (error) {
    // The shipment ended already (abandoned): the parcel's end is in the read model, and there is nobody to tell.
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/** A single order as the API accepted it; its shipment is the first and only one. */
export interface OrderStart {
  orderId: string;
  customerId: string;
  programId: string;
  sku: string;
  addressId: string;
  /** The item and the delivery's fee. */
  chargeCents: number;
  promise: DeliveryPromise;
}

async function startOrder(to: Destinations, order: OrderStart): Promise<void> {
  const { orderId, customerId, programId } = order;
  try {
    await to.client.workflow.start(shipmentWorkflow, {
      workflowId: shipmentWorkflowId(orderId, 1),
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      taskQueue: to.taskQueue,
      args: [await shipmentOf(to.db, order)],
      typedSearchAttributes: [
        { key: programKey, value: programId },
        { key: customerKey, value: customerId },
        { key: stateKey, value: 'reserving' },
      ],
      staticSummary: `${order.sku} within the hour`,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

async function shipmentOf(db: Database, order: OrderStart): Promise<ShipmentInput> {
  const program = await readProgram(db, order.programId);
  if (!program) throw new Error(`program ${order.programId} is not published`);
  const { orderId, customerId, programId, sku, chargeCents, addressId, promise } = order;
  return {
    shipmentId: shipmentIdOf(orderId, 1),
    subscriptionId: orderId,
    customerId,
    programId,
    cycle: 1,
    sku,
    substitutes: [], // what a customer ordered is never replaced
    chargeCents,
    addressId,
    shipAtMs: promise.orderedAtMs,
    clock: wallClock,
    promise,
    rules: {
      currency: program.currency,
      service: program.delivery.service,
      dunningDays: [], // nobody waits for payday within the hour: a declined card ends the order
      parkedDays: program.shipment.parkedDays,
      overdueDays: program.delivery.overdueDays,
      ratingRequestHours: program.shipment.ratingRequestHours,
    },
  };
}
