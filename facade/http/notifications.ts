import { z } from 'zod';
import { NotificationsFault, type NotificationsPort } from '../ports';
import { type HttpAdapterOptions, PartnerClient } from './client';

const accepted = z.object({ messageId: z.string().min(1) });

export function createHttpNotifications(options: HttpAdapterOptions): NotificationsPort {
  const client = new PartnerClient({ ...options, partner: 'notifications', Fault: NotificationsFault });
  return {
    send: async ({ idempotencyKey, ...body }, signal) => {
      await client.post({ name: 'send', path: '/messages', idempotencyKey, body, signal, answers: { 201: accepted } });
    },
  };
}
