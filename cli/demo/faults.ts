import type { FaultRule } from '#simulator/faults/rules';

/** What partners do to us on a bad day. Nothing here is final: every call succeeds in the end, once. */
export const badDay: FaultRule[] = [
  { partner: 'payment', kind: 'error500', probability: 0.1 },
  // The money moved, and nobody heard of it: the retry must not move it again.
  { partner: 'payment', kind: 'timeoutAfterEffect', probability: 0.04 },
  { partner: 'warehouse', kind: 'timeoutAfterEffect', probability: 0.04 },
  { partner: 'warehouse', kind: 'slow', probability: 0.1, delayMs: 400 },
  { partner: 'carrier', kind: 'error500', operation: 'bookParcel', probability: 0.1 },
  { partner: 'carrier', kind: 'duplicateWebhook', probability: 0.3 },
  { partner: 'carrier', kind: 'outOfOrderWebhook', probability: 0.2 },
  { partner: 'notifications', kind: 'error500', probability: 0.1 },
];
