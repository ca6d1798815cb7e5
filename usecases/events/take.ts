import { createHash } from 'node:crypto';
import type { DeadEvent } from '#db/events/deadEvents';
import type { Asker } from '../context';
import type { EventBatch } from './group';
import type { EventIntake } from './intake';
import { type Fault, judge, sourceOf } from './judge';
import type { EventMetrics } from './metrics';
import { jsonOf } from '#domain/events/storable';

/** Of what was refused, enough to find the cause. */
const maxRawCharacters = 4_000;

export interface Rejection extends Fault {
  index: number;
  /** Null: it had none that could be one. */
  id: string | null;
}

export interface Receipt {
  accepted: number;
  duplicates: number;
  rejected: Rejection[];
}

/** What the events endpoint works with. */
export interface Events {
  intake: EventIntake;
  metrics: EventMetrics;
  retentionDays: number;
}

/**
 * Takes a batch: good events go in, bad ones are kept as dead events with the reason, in one commit. Each event is
 * counted exactly once. Sent again after no answer, a batch is all duplicates and the same rejections.
 */
export async function takeEvents(events: unknown[], caller: Asker, nowMs: number, to: Events): Promise<Receipt> {
  to.intake.requireRoom(events.length);
  const { batch, rejected } = sorted(events, caller, nowMs, to.retentionDays);
  const accepted = await to.intake.add(batch);
  const receipt = { accepted, duplicates: batch.events.length - accepted, rejected };
  to.metrics.accepted.inc({ source: sourceOf(caller) }, accepted);
  to.metrics.duplicates.inc(receipt.duplicates);
  for (const { reason } of rejected) to.metrics.rejected.inc({ reason });
  return receipt;
}

function sorted(events: unknown[], caller: Asker, nowMs: number, retentionDays: number) {
  const batch: EventBatch = { events: [], dead: [] };
  const rejected: Rejection[] = [];
  for (const [index, raw] of events.entries()) {
    const verdict = judge(raw, caller, nowMs, retentionDays);
    if ('event' in verdict) {
      batch.events.push(verdict.event);
      continue;
    }
    const id = idOf(raw);
    rejected.push({ index, id, ...verdict.fault });
    batch.dead.push(deadEvent(raw, id, verdict.fault, caller));
  }
  return { batch, rejected };
}

function deadEvent(raw: unknown, eventId: string | null, { reason, field, message }: Fault, sender: Asker): DeadEvent {
  const json = jsonOf(raw) ?? '"nested too deeply"';
  const digest = createHash('sha256').update(`${sender.role} ${sender.subject}\n${json}`).digest('base64url');
  const cut = json.slice(0, maxRawCharacters);
  return { digest, senderRole: sender.role, sender: sender.subject, eventId, reason, field, message, raw: cut };
}

/** The ID that a sender will look for, if the event has one at all. */
function idOf(raw: unknown): string | null {
  if (typeof raw !== 'object' || raw === null || !('id' in raw) || typeof raw.id !== 'string') return null;
  return /^[\x21-\x7e]{1,128}$/.test(raw.id) ? raw.id : null;
}
