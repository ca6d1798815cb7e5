import { isNativeError } from 'node:util/types';
import { isGrpcServiceError, ServiceError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { Refusal } from '#usecases/refusal';
import { Problem, problemOf, unavailable } from './problems';

/**
 * SQLSTATE classes and codes that mean "Postgres cannot serve now", not "the statement is wrong": also a failing disk, and
 * 25006, a server that only reads (after a failover).
 */
const postgresOutage = /^(08...|53...|57P0[1-5]|57014|58...|25006|40001|40P01)$/;
/** A disk that refuses has the code of a missing right; the right to a table is missed in other words. */
const refusedByDisk = /^could not .*: (Operation not permitted|Permission denied|Read-only file system)$/;
const socketOutage = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOENT',
]);
/** Messages of node-postgres for which it has no code. */
const poolOutage =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error/;

/** The problem of an error that was thrown to refuse, by a use case or by the API itself; undefined when the error is a failure. */
export function refusedAs(error: unknown): Problem | undefined {
  if (error instanceof Refusal) return problemOf(error);
  return error instanceof Problem ? error : undefined;
}

/** Reads a failure of Postgres or Temporal as 503 (what it left behind, an `Attempt` knows); all else that was not refused is 500. */
export function toProblem(error: unknown): Problem {
  const refused = refusedAs(error);
  if (refused) return refused;
  const parsing = parserProblem(error);
  if (parsing) return parsing;
  if (isPostgresOutage(error)) return unavailable('the database does not answer');
  if (isTemporalOutage(error)) return unavailable('the workflow service does not answer');
  return new Problem('InternalError', 'the request failed; the request ID leads to the reason in our logs');
}

function isPostgresOutage(error: unknown): boolean {
  // Not instanceof: a socket's error may come from another realm.
  if (!isNativeError(error)) return false;
  if ('errors' in error && Array.isArray(error.errors)) return error.errors.some(isPostgresOutage);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === '42501') return refusedByDisk.test(error.message);
  return postgresOutage.test(code) || socketOutage.has(code) || poolOutage.test(error.message);
}

function isTemporalOutage(error: unknown): boolean {
  return (
    error instanceof ServiceError ||
    error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
    isGrpcServiceError(error)
  );
}

/** Errors of Express's body parsers and of its URL decoding. */
function parserProblem(error: unknown): Problem | undefined {
  if (!isNativeError(error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  if (error.status < 400 || error.status >= 500) return undefined;
  const type = 'type' in error ? error.type : undefined;
  if (type === 'entity.parse.failed') return new Problem('MalformedJson', 'the body cannot be read as JSON');
  if (error.status === 413) {
    const limit = 'limit' in error && typeof error.limit === 'number' ? ` of ${Math.round(error.limit / 1024)} kB` : '';
    return new Problem('BodyTooLarge', `the body is above the limit${limit}`);
  }
  if (error.status === 415) return new Problem('UnsupportedMediaType', 'use application/json in UTF-8');
  return new Problem('InvalidRequest', 'the request cannot be read: its URL or its body is damaged');
}
