import type { NotificationRequest } from '#domain/notification/types';

/** Messages to customers (mail, push). Idempotent by key, so that nobody is told the same thing twice. */
export interface NotificationsPort {
  send(request: NotificationRequest, signal?: AbortSignal): Promise<void>;
}
