export const partners = ['payment', 'warehouse', 'carrier', 'notifications', 'inventory', 'transportation'] as const;
export type Partner = (typeof partners)[number];

/**
 * A technical fault of a partner: no answer, a 5xx, an answer that makes no sense. It says nothing about whether the
 * effect took place, so the call is made again with the same key until there is an answer.
 */
export abstract class PartnerFault extends Error {
  abstract readonly partner: Partner;

  constructor(
    message: string,
    /**
     * Whether the partner may be down or overloaded, so that other calls will fail as well. False when it did answer,
     * and refused this one call: one order that it cannot understand must not open the breaker before all others.
     */
    readonly isOutage = true,
  ) {
    super(message);
  }
}

/** A port's own fault class. */
export type FaultClass = new (message: string, isOutage?: boolean) => PartnerFault;

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

export class InventoryFault extends PartnerFault {
  override readonly name = 'InventoryFault';
  readonly partner = 'inventory';
}

export class TransportationFault extends PartnerFault {
  override readonly name = 'TransportationFault';
  readonly partner = 'transportation';
}

export const faultClasses = {
  payment: PaymentFault,
  warehouse: WarehouseFault,
  carrier: CarrierFault,
  notifications: NotificationsFault,
  inventory: InventoryFault,
  transportation: TransportationFault,
} as const satisfies Record<Partner, FaultClass>;
