import { createHash, randomUUID } from 'node:crypto';

/** 122 random bits without `-` or `:`, which separate the parts of other IDs: see `domain/ids.ts`. */
const random = (): string => randomUUID().replaceAll('-', '');

export const newSubscriptionId = (): string => `sub_${random()}`;
export const newAddressId = (): string => `addr_${random()}`;
export const newSearchId = (): string => `srch_${random()}`;
export const newPromiseId = (): string => `prm_${random()}`;
export const newOrderId = (): string => `ord_${random()}`;
export const newPaymentMethodId = (): string => `pm_${random()}`;

/**
 * The ID of a row that a command stages: it derives from the command's update ID, so that a retry, or a twin of the
 * request at the same time, stages the same row.
 */
export const stagedId = (prefix: 'addr' | 'pm' | 'clk' | 'ref', updateId: string): string =>
  `${prefix}_${createHash('sha256').update(updateId).digest('hex').slice(0, 32)}`;
