import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { pause } from '../pause';
import { ApiProblem, ApiUnreachable, parseJson, problemOf } from './problem';

export interface ApiClientOptions {
  apiUrl: string;
  /** Bearer token of the one who asks. */
  token: string;
  signal?: AbortSignal;
  /** How often a request is repeated that got no answer, or a 503; 0 for a person who waits at a terminal. */
  retries?: number;
}

export interface ApiRequest<S extends z.ZodType> {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With its query, below the API's address. */
  path: string;
  body?: unknown;
  /** The shape of the answer. */
  answer: S;
  /** How long to wait for it; 15 seconds unless it takes longer to make. */
  timeoutMs?: number;
}

/** The API's own deadline of an update is 10 s; one that takes longer than this will not answer. */
const usualTimeoutMs = 15_000;
const firstPauseMs = 250;

/**
 * One person's requests to the public API. A repeated request has the same Idempotency-Key, so it is the same wish.
 * @throws ApiProblem when refused, ApiUnreachable without an answer, and what the signal was aborted with
 */
export class ApiClient {
  constructor(private readonly options: ApiClientOptions) {}

  async send<S extends z.ZodType>(request: ApiRequest<S>): Promise<z.output<S>> {
    const idempotencyKey = randomUUID();
    for (let attempt = 0; ; attempt++) {
      try {
        return request.answer.parse(await this.attempt(request, idempotencyKey));
      } catch (error) {
        this.options.signal?.throwIfAborted();
        if (!isTemporary(error) || attempt >= (this.options.retries ?? 0)) throw error;
        await pause(Math.min(firstPauseMs * 2 ** attempt, 2_000), this.options.signal);
      }
    }
  }

  private async attempt(request: ApiRequest<z.ZodType>, idempotencyKey: string): Promise<unknown> {
    const { apiUrl, token, signal } = this.options;
    const timeout = AbortSignal.timeout(request.timeoutMs ?? usualTimeoutMs);
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${apiUrl.replace(/\/+$/, '')}${request.path}`, {
        method: request.method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(request.method === 'GET' ? {} : { 'idempotency-key': idempotencyKey }),
          ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      text = await response.text();
    } catch (error) {
      throw new ApiUnreachable(`the API at ${apiUrl} does not answer`, { cause: error });
    }
    if (!response.ok) throw problemOf(response.status, text);
    return parseJson(text);
  }
}

const isTemporary = (error: unknown): boolean =>
  error instanceof ApiUnreachable || (error instanceof ApiProblem && error.status === 503);
