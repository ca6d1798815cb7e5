/** Messages to customers (mail, push). Idempotent by key, so that nobody is told the same thing twice. */
export interface NotificationsPort {
  send(request: NotificationRequest, signal?: AbortSignal): Promise<void>;
}

export const notificationTemplates = [
  'cycleOpened',
  'nothingToSelect',
  'cardDeclined',
  'subscriptionPastDue',
  'shipped',
  'ratingRequest',
  'shipmentAbandoned',
  'promiseMissed',
  'courierUnavailable',
  'surveyRequest',
  'returnInstructions',
] as const;
export type NotificationTemplate = (typeof notificationTemplates)[number];

export interface NotificationRequest {
  idempotencyKey: string;
  reference: string;
  template: NotificationTemplate;
  customerId: string;
  /** What the template shows: strings and numbers only. */
  data: Record<string, string | number | null>;
}
