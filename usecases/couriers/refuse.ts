import type { DeliveryVerdict } from '#domain/delivery/refusals';
import { Problem } from '#api/http/problems';

/** A refusal of the rules as a problem. @throws Problem */
export function enforce(verdict: DeliveryVerdict): void {
  if (verdict.accepted) return;
  throw new Problem(verdict.type, verdict.message, { members: verdict.details ?? {} });
}
