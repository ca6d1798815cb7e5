import { faultTexts, plainly } from '../schemaWords';
import { outboxSchemas } from './schemas';
import type { OutboxKind, OutboxMessage } from './types';

/** A row that this version cannot deliver: another one wrote it, or it was written by hand. Names the fields, never what is in them. */
export class OutboxMessageError extends Error {
  override readonly name = 'OutboxMessageError';
}

const isKind = (kind: string): kind is OutboxKind => Object.hasOwn(outboxSchemas, kind);

/** Every kind there is. */
export const outboxKinds: readonly OutboxKind[] = Object.keys(outboxSchemas).filter(isKind);

/** What a row of the outbox says. @throws OutboxMessageError */
export function parseOutboxMessage({ kind, payload }: { kind: string; payload: unknown }): OutboxMessage {
  if (!isKind(kind)) throw new OutboxMessageError(`kind: must be one of ${outboxKinds.join(', ')}`);
  return messageOf(kind, payload);
}

function messageOf<Kind extends OutboxKind>(kind: Kind, payload: unknown): OutboxMessage<Kind> {
  const { data, error } = outboxSchemas[kind].safeParse(payload, plainly);
  if (error) throw new OutboxMessageError(faultTexts(error, 'payload', 'is not declared').join('; '));
  return { kind, payload: data };
}
