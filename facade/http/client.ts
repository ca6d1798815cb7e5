import { z } from 'zod';
import type { FaultClass, Partner, PartnerFault } from '../ports';

export interface PartnerClientOptions {
  /** Base address of the partner, without a slash at its end; the paths of calls are put behind it. */
  baseUrl: string;
  apiKey: string;
  /** Longest wait for a whole answer, body included, ms. */
  timeoutMs: number;
  partner: Partner;
  /** The fault class of this partner's port. */
  Fault: FaultClass;
}

/** What is the same for every partner's adapter to be given. */
export type HttpAdapterOptions = Pick<PartnerClientOptions, 'baseUrl' | 'apiKey' | 'timeoutMs'>;

/** A read: it has no effect, so it needs no key. */
export interface PartnerRead<T> {
  /** Name of the port's method, for messages. */
  name: string;
  path: string;
  /** Statuses that are answers, each with the shape of its body; every other status is a fault. */
  answers: Record<number, z.ZodType<T>>;
  /** Ends the call early: whoever asked has given up. */
  signal: AbortSignal | undefined;
}

export interface PartnerCall<T> extends PartnerRead<T> {
  idempotencyKey: string;
  body: object;
}

/**
 * JSON over HTTP to one partner.
 *
 * It never retries a write: Temporal's activity policy does, durably and with the same idempotency key. A second layer
 * of retries here would multiply with that one, and would be forgotten when the process dies.
 */
export class PartnerClient {
  constructor(private readonly options: PartnerClientOptions) {}

  /** The checked answer, or the partner's fault: its message names call and status, never a secret or personal data. */
  async post<T>(call: PartnerCall<T>): Promise<T> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': call.idempotencyKey };
    return this.understood(call, await this.send(call, { method: 'POST', headers, body: JSON.stringify(call.body) }));
  }

  /** The same for a read. */
  async get<T>(call: PartnerRead<T>): Promise<T> {
    return this.understood(call, await this.send(call, { method: 'GET' }));
  }

  private understood<T>({ name, answers }: PartnerRead<T>, { status, text }: Answer): T {
    const schema = answers[status];
    if (!schema) throw this.fault(name, `answered ${status}${errorTypeOf(text)}`, isOutage(status));
    const answer = schema.safeParse(parseJson(text));
    if (answer.success) return answer.data;
    throw this.fault(name, `answered ${status} with a malformed body (${describeIssues(answer.error)})`);
  }

  private async send(call: PartnerRead<unknown>, request: HttpRequest): Promise<Answer> {
    const { baseUrl, apiKey, timeoutMs } = this.options;
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(`${baseUrl.replace(/\/+$/, '')}${call.path}`, {
        ...request,
        headers: { ...request.headers, authorization: `Bearer ${apiKey}` },
        // A partner's API does not redirect; following one would carry the order somewhere else.
        redirect: 'manual',
        signal: call.signal ? AbortSignal.any([deadline, call.signal]) : deadline,
      });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      // Without `cause`: its text may quote a header, and faults are stored in workflow histories.
      throw this.fault(call.name, deadline.aborted ? `no answer within ${timeoutMs} ms` : describeFailure(error));
    }
  }

  private fault(callName: string, what: string, outage = true): PartnerFault {
    return new this.options.Fault(`${this.options.partner} ${callName}: ${what}`, outage);
  }
}

interface HttpRequest {
  method: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
}

interface Answer {
  status: number;
  text: string;
}

/** Other statuses are about this one call: the partner is up, and has an opinion. */
const isOutage = (status: number): boolean => status >= 500 || status === 408 || status === 429;

/** The system's own code, such as ECONNREFUSED: fetch wraps the error that has it. */
const networkError = z.object({ cause: z.object({ code: z.string() }) });

function describeFailure(error: unknown): string {
  const parsed = networkError.safeParse(error);
  return `connection failed (${parsed.success ? parsed.data.cause.code : 'unknown cause'})`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const errorBody = z.object({ type: z.string().regex(/^[A-Za-z]{1,40}$/) });

/** The partner's own error type, when it looks like one; its free text may repeat a name or an address and is left out. */
function errorTypeOf(text: string): string {
  const parsed = errorBody.safeParse(parseJson(text));
  return parsed.success ? ` (${parsed.data.type})` : '';
}

/** Fields and rules only: values could be personal. */
function describeIssues(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.code}`).join(', ');
}
