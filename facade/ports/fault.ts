export const partners = ['payment', 'warehouse', 'carrier', 'notifications'] as const;
export type Partner = (typeof partners)[number];

/**
 * A technical fault of a partner: no answer, a 5xx, an answer that makes no sense. It says nothing about whether the
 * effect took place, so the call is made again with the same key until there is an answer.
 */
export abstract class PartnerFault extends Error {
  abstract readonly partner: Partner;
}

export class PaymentFault extends PartnerFault {
  override readonly name = 'PaymentFault';
  readonly partner = 'payment';
}

export class WarehouseFault extends PartnerFault {
  override readonly name = 'WarehouseFault';
  readonly partner = 'warehouse';
}

export class CarrierFault extends PartnerFault {
  override readonly name = 'CarrierFault';
  readonly partner = 'carrier';
}

export class NotificationsFault extends PartnerFault {
  override readonly name = 'NotificationsFault';
  readonly partner = 'notifications';
}
