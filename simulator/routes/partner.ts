import { type Request, type Response, Router } from 'express';
import type { FaultEngine } from '../faults/engine';
import type { FaultRule } from '../faults/rules';
import type { Ledger } from '../ledger';
import type { CallSubject } from '../ledgerWrites';
import { type Answer, hashRequest, type Operation } from '../operation';
import { describeProblem } from '../problems';

const defaultSlowMs = 2_000;

/** No partner client waits longer; after it the connection is closed, so that a forgotten one does not stay for ever. */
const longestSilenceMs = 120_000;

const maxKeyLength = 200;

/** The partners' own API: one POST per operation that has an effect. */
export function partnerRoutes(operations: readonly Operation[], ledger: Ledger, faults: FaultEngine): Router {
  const router = Router();
  for (const operation of operations) {
    router.post(operation.path, async (request, response) => {
      await receive(operation, request, response, ledger, faults);
    });
  }
  return router;
}

async function receive(
  operation: Operation,
  request: Request,
  response: Response,
  ledger: Ledger,
  faults: FaultEngine,
): Promise<void> {
  const call = subjectOf(operation, request);
  const fault = await faults.pick('connection', call);
  if (fault?.kind === 'down') {
    await ledger.record(call, null, fault);
    request.socket.destroy();
    return;
  }
  const early = fault?.kind === 'error500' ? serverError : misuse(operation, call);
  if (early) {
    await ledger.record(call, early.status, fault);
    response.status(early.status).json(early.body);
    return;
  }
  const { idempotencyKey } = call;
  if (idempotencyKey === null) return; // `misuse` has answered it
  const answer = await ledger.answer(operation, { ...call, idempotencyKey }, fault);
  if (await silence(response, fault)) response.status(answer.status).json(answer.body);
}

export const serverError: Answer = { status: 500, body: { type: 'ServerError', message: 'an injected fault' } };

/** The answer to a call that cannot be understood; undefined when all is well. */
function misuse(operation: Operation, call: CallSubject): Answer | undefined {
  if (call.idempotencyKey === null || call.idempotencyKey.length > maxKeyLength) {
    const message = `the header Idempotency-Key is needed, 1 to ${maxKeyLength} characters`;
    return { status: 400, body: { type: 'InvalidRequest', message } };
  }
  const parsed = operation.parse(call.request);
  return parsed.success ? undefined : { status: 400, body: describeProblem(parsed.error) };
}

function subjectOf(operation: Operation, request: Request): CallSubject {
  const body: unknown = request.body;
  const fields: Record<string, unknown> = { ...(typeof body === 'object' ? body : {}), ...request.params };
  return {
    partner: operation.partner,
    operation: operation.name,
    idempotencyKey: request.get('idempotency-key') || null,
    reference: typeof fields.reference === 'string' ? fields.reference : null,
    request: fields,
    requestHash: hashRequest(fields),
  };
}

/** Keeps the caller waiting as the fault says; false when the caller has gone, or is to get no answer. */
export async function silence(response: Response, fault: FaultRule | undefined): Promise<boolean> {
  const answers = fault?.kind !== 'timeoutAfterEffect';
  if (answers && fault?.kind !== 'slow') return true;
  const waitMs = answers ? (fault.delayMs ?? defaultSlowMs) : longestSilenceMs;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, waitMs);
    // The caller gave up, or the simulator stops.
    response.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  if (!answers) response.destroy();
  return answers && !response.destroyed;
}
