import type { Erasure } from '#domain/privacy/types';

export const eraseCustomerWorkflow = 'eraseCustomer';

/** Started by the relay, once per erasure. */
export type EraseCustomerInput = Erasure;
