/** Messages that customers are sent; the partner holds their words. */
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

/** One message to one customer, as the outbox keeps it and the notifications partner is sent it. */
export interface NotificationRequest {
  idempotencyKey: string;
  reference: string;
  template: NotificationTemplate;
  customerId: string;
  /** What the template shows: strings and numbers only. */
  data: Record<string, string | number | null>;
}
