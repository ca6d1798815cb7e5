import type { ProbeResult } from './contract';

/** What a probe came to, in one line. */
export function probeSummary({ ok, tested, because, failure, seconds, customerId }: ProbeResult): string {
  const what = tested === 'oneHour' ? 'an order to the door' : 'sign-up, first cycle and cancellation';
  const instead = because === null ? '' : ` (one-hour delivery is not to be had now: ${because})`;
  if (ok) return `probe ok after ${seconds} s: ${what}${instead}; as ${customerId}`;
  return `probe failed after ${seconds} s at ${failure?.step}: ${failure?.sentence}${instead}; as ${customerId}`;
}
