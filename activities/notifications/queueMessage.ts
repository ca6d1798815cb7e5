import type { Queryable } from '#db/pool';
import { putInOutbox } from '#db/outbox/outbox';
import { effectKey } from '#domain/ids';
import type { NotificationRequest, NotificationTemplate } from '#domain/notification/types';

/**
 * Tells the customer something, in the transaction that makes it true. The relay hands it to the notifications partner
 * and goes on trying, so a partner that is down delays a message and nothing else. `step` makes the message unique
 * within its cycle.
 */
export async function queueMessage(
  tx: Queryable,
  about: { subscriptionId: string; cycle: number; customerId: string; shipmentId: string },
  step: string,
  template: NotificationTemplate,
  data: NotificationRequest['data'],
): Promise<void> {
  const request: NotificationRequest = {
    idempotencyKey: effectKey(about.subscriptionId, about.cycle, step),
    reference: about.shipmentId,
    template,
    customerId: about.customerId,
    data,
  };
  await putInOutbox(tx, 'notify', request);
}
