import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** How ops find workflows. Never encrypted by Temporal: opaque IDs and states only, no personal data. */
export const programKey = defineSearchAttributeKey('EverboxProgram', SearchAttributeType.KEYWORD);
export const customerKey = defineSearchAttributeKey('EverboxCustomer', SearchAttributeType.KEYWORD);
/** A subscription's status, or a shipment's phase. */
export const stateKey = defineSearchAttributeKey('EverboxState', SearchAttributeType.KEYWORD);
/** Set while a workflow waits for a person: one of `attentionReasons`. */
export const attentionKey = defineSearchAttributeKey('EverboxAttention', SearchAttributeType.KEYWORD);

/** All of them; the local stack and deployments register these. */
export const searchAttributeKeys = [programKey, customerKey, stateKey, attentionKey];
