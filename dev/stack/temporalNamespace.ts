import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import { searchAttributeKeys } from '#workflows/searchAttributes';
import { StartError } from './startError';

// `INDEXED_VALUE_TYPE_KEYWORD` of Temporal's API.
const keywordType = 2;
const retentionSeconds = 30 * 24 * 3600;
// Temporal's processes read a changed set of search attributes from a cache that they refresh within a minute.
const visibleWithinMs = 90_000;

/** Adds the search attributes that the namespace lacks, and waits until a workflow may use them. */
export async function ensureSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  let missing = await missingSearchAttributes(connection, namespace);
  if (missing.length === 0) return;
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map((name) => [name, keywordType])),
  });
  for (const deadline = Date.now() + visibleWithinMs; Date.now() < deadline; await sleep(500)) {
    missing = await missingSearchAttributes(connection, namespace);
    if (missing.length === 0) return;
  }
  throw new StartError(`Temporal did not take up the search attributes ${missing.join(', ')}: add them by hand.`);
}

async function missingSearchAttributes(connection: Connection, namespace: string): Promise<string[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  return searchAttributeKeys.map(({ name }) => name).filter((name) => customAttributes?.[name] === undefined);
}

/** Keeps ended workflows for 30 days, so that ops can look back; a longer time that someone set stays. */
export async function ensureRetention(connection: Connection, namespace: string): Promise<void> {
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  if (Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) >= retentionSeconds) return;
  await connection.workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: { seconds: retentionSeconds as never } },
  });
}
