import { type Request, type Response, Router } from 'express';
import type { Pool } from 'pg';
import type { FaultEngine } from '../faults/engine';
import type { Ledger } from '../ledger';
import type { CallSubject } from '../ledgerWrites';
import { type Answer, hashRequest } from '../operation';
import { describeProblem } from '../problems';
import type { Read } from '../read';
import { serverError, silence } from './partner';

/** The partners' own API: one GET per read. Every call is in the ledger, as those with an effect are. */
export function readRoutes(reads: readonly Read[], pool: Pool, ledger: Ledger, faults: FaultEngine): Router {
  const router = Router();
  for (const read of reads) {
    router.get(read.path, async (request, response) => {
      await answerRead(read, request, response, { pool, ledger, faults });
    });
  }
  return router;
}

async function answerRead(
  read: Read,
  request: Request,
  response: Response,
  { pool, ledger, faults }: { pool: Pool; ledger: Ledger; faults: FaultEngine },
): Promise<void> {
  const call = subjectOf(read, request);
  const fault = await faults.pick('connection', call);
  if (fault?.kind === 'down') {
    await ledger.record(call, null, fault);
    request.socket.destroy();
    return;
  }
  const answer = fault?.kind === 'error500' ? serverError : await perform(read, call.request, pool);
  await ledger.record(call, fault?.kind === 'timeoutAfterEffect' ? null : answer.status, fault);
  if (await silence(response, fault)) response.status(answer.status).json(answer.body);
}

async function perform(read: Read, request: unknown, pool: Pool): Promise<Answer> {
  const parsed = read.parse(request);
  if (!parsed.success) return { status: 400, body: describeProblem(parsed.error) };
  return { status: 200, body: await read.perform(parsed.data, pool) };
}

function subjectOf(read: Read, request: Request): CallSubject {
  const fields: Record<string, unknown> = { ...request.query, ...request.params };
  return {
    partner: read.partner,
    operation: read.name,
    idempotencyKey: null,
    reference: null,
    request: fields,
    requestHash: hashRequest(fields),
  };
}
