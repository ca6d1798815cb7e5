import { readBusinessTime } from '#db/subscriptions/businessTime';
import { recordEvents } from '#db/events/events';
import { putInOutbox } from '#db/outbox/outbox';
import { readProgram } from '#db/catalog/programs';
import { insertReturn, type Return } from '#db/shipments/returns';
import { readShipmentFacts } from '#db/shipments/shipmentFacts';
import type { ShipmentRead } from '#db/shipments/shipmentReads';
import { returnEvent } from '#domain/events/feedback';
import { effectKey } from '#domain/ids';
import type { ReturnReason } from '#domain/shipment/returns';
import type { NotificationRequest } from '#domain/notification/types';
import type { UseCaseContext } from '../context';
import { Refusal } from '../refusal';

/** Where the program says nothing: true, whatever is decided then. */
const somebodyWrites =
  'Please keep the item as it is. Somebody will look at it and write to you about what happens next.';

/** Stores a return, its event and the customer's message in the transaction of `context.db`. @throws Refusal */
export async function returnShipment(
  { db, now }: UseCaseContext,
  shipment: ShipmentRead,
  reason: ReturnReason,
  comment: string | null,
): Promise<{ returned: Return; instructions: string }> {
  const { id: shipmentId, subscriptionId, cycle, customerId, programId, sku, title } = shipment;
  const returned = await insertReturn(db, { shipmentId, customerId, programId, sku, reason, comment });
  if (!returned) throw new Refusal('AlreadyReturned', 'a return of this shipment was noted before');
  const facts = await readShipmentFacts(db, shipmentId);
  const atMs = await readBusinessTime(db, facts.subscriptionId, now());
  await recordEvents(db, [returnEvent(facts, reason, atMs)]);
  const instructions = (await readProgram(db, programId))?.returns?.instructions ?? somebodyWrites;
  const message: NotificationRequest = {
    idempotencyKey: effectKey(subscriptionId, cycle, 'return'),
    reference: shipmentId,
    template: 'returnInstructions',
    customerId,
    data: { sku, title, reason, instructions },
  };
  await putInOutbox(db, 'notify', message);
  return { returned, instructions };
}
