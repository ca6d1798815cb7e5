import type { DeliveryVerdict } from '#domain/delivery/refusals';
import { Refusal } from '../refusal';

/** What the rules refuse, the use case refuses. @throws Refusal */
export function enforce(verdict: DeliveryVerdict): void {
  if (verdict.accepted) return;
  throw new Refusal(verdict.type, verdict.message, { members: verdict.details ?? {} });
}
