import { z } from 'zod';
import { notificationTemplates } from '#domain/notification/types';
import { idFor } from '#facade/testData/draw';
import { operation, referenceField } from '../operation';

export const send = operation({
  partner: 'notifications',
  name: 'send',
  path: '/notifications/messages',
  request: z.strictObject({
    reference: referenceField,
    template: z.enum(notificationTemplates),
    customerId: z.string().min(1),
    data: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  }),
  perform: async ({ reference, template }, call) => {
    const messageId = idFor('msg_', 'send', call.idempotencyKey);
    await call.effect({ id: messageId, reference, template });
    return { status: 201, body: { messageId } };
  },
});
