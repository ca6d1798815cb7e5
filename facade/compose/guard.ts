import {
  bulkhead,
  BulkheadRejectedError,
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  CountBreaker,
  ExponentialBackoff,
  handleWhen,
  noop,
  retry,
  TaskCancelledError,
  timeout,
  TimeoutStrategy,
  wrap,
} from 'cockatiel';
import { faultClasses, type Partner, PartnerFault, type Reading } from '../ports';
import type { BreakerState, FacadeObserver } from './observer';
import type { PartnerPolicy, ReadPolicy, WritePolicy } from './policies';
import { ReadCache } from './readCache';

/** Asks the partner once; `signal` says that nobody waits for the answer any more. */
export type Ask<T> = (signal: AbortSignal) => Promise<T>;

const outages = handleWhen((error) => error instanceof PartnerFault && error.isOutage);

/** Long enough for a blip to pass, short for somebody who waits; random, so that processes do not knock in step. */
const retryBackoff = new ExponentialBackoff({ initialDelay: 50, maxDelay: 500 });

/**
 * What stands before one partner. Its breaker and bulkhead are shared by its operations; time-outs and retries are each
 * operation's own. Whatever goes wrong comes out as the partner's fault class, also when the partner was never asked.
 */
export class Guard<Operation extends string> {
  private readonly breaker;
  private readonly bulkhead;

  constructor(
    private readonly partner: Partner,
    private readonly policy: PartnerPolicy & { operations: Readonly<Record<Operation, WritePolicy | ReadPolicy>> },
    private readonly observer: FacadeObserver,
  ) {
    const { failedShare, calls, atLeastCalls, openMs } = policy.breaker;
    this.breaker = circuitBreaker(outages, {
      halfOpenAfter: openMs,
      breaker: new CountBreaker({ threshold: failedShare, size: calls, minimumNumberOfCalls: atLeastCalls }),
    });
    this.bulkhead = bulkhead(policy.bulkhead.concurrent, policy.bulkhead.waiting);
    this.breaker.onStateChange((state) => observer.breakerChanged(partner, breakerStates[state]));
    observer.breakerChanged(partner, 'closed');
  }

  /** An operation with an effect: its answer, or its fault, as soon as there is one. */
  write<Request, Answer>(
    operation: Operation,
    ask: (request: Request, signal: AbortSignal) => Promise<Answer>,
  ): (request: Request) => Promise<Answer> {
    const guarded = this.around(operation, this.policy.operations[operation]);
    return (request) => guarded((signal) => ask(request, signal));
  }

  /** An operation that only looks: what it answered is kept by `key`. */
  read<T>(
    operation: Operation,
    policy: ReadPolicy,
    nowMs: () => number,
  ): (key: string, ask: Ask<T>) => Promise<Reading<T>> {
    const guarded = this.around(operation, policy);
    const cache = new ReadCache<T>(policy, nowMs);
    return async (key, ask) => {
      const reading = await cache.read(key, () => guarded(ask));
      const { source, ageMs } = reading;
      this.observer.served({ partner: this.partner, operation, source, ageMs });
      return reading;
    };
  }

  /** One operation behind bulkhead, retries, breaker and time-out, from the outside in. */
  private around(operation: string, { timeoutMs, retries }: WritePolicy | ReadPolicy): <T>(ask: Ask<T>) => Promise<T> {
    const again = retries === 0 ? noop : retry(outages, { maxAttempts: retries, backoff: retryBackoff });
    // The bulkhead is outside: a call that finds it full says nothing about the partner, and must not move the breaker.
    const policy = wrap(this.bulkhead, again, this.breaker);
    return async (ask) => {
      try {
        return await policy.execute(() => this.attempt(operation, timeoutMs, ask));
      } catch (error) {
        throw this.rejectionOf(operation, error);
      }
    };
  }

  private async attempt<T>(operation: string, timeoutMs: number, ask: Ask<T>): Promise<T> {
    const startedAtMs = performance.now();
    const tell = (outcome: 'answered' | 'fault' | 'timeout'): void => {
      const durationMs = performance.now() - startedAtMs;
      this.observer.called({ partner: this.partner, operation, outcome, durationMs });
    };
    try {
      // Aggressive: the caller is free when the time is over, even if a provider does not heed the signal.
      const limit = timeout(timeoutMs, TimeoutStrategy.Aggressive);
      const answer = await limit.execute(({ signal }) => ask(signal));
      tell('answered');
      return answer;
    } catch (error) {
      const late = error instanceof TaskCancelledError;
      tell(late ? 'timeout' : 'fault');
      throw late ? this.fault(operation, `no answer within ${timeoutMs} ms`) : error;
    }
  }

  /** What the policies refuse, as the partner's fault; any other error as it is. */
  private rejectionOf(operation: string, error: unknown): unknown {
    if (error instanceof BrokenCircuitError) {
      this.observer.rejected({ partner: this.partner, operation, reason: 'breakerOpen' });
      return this.fault(operation, 'not called, since its last calls have failed (circuit breaker open)');
    }
    if (error instanceof BulkheadRejectedError) {
      this.observer.rejected({ partner: this.partner, operation, reason: 'bulkheadFull' });
      return this.fault(operation, 'not called, since too many calls are under way (bulkhead full)');
    }
    return error;
  }

  private fault(operation: string, what: string): PartnerFault {
    return new faultClasses[this.partner](`${this.partner} ${operation}: ${what}`);
  }
}

const breakerStates: Record<CircuitState, BreakerState> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'halfOpen',
  [CircuitState.Open]: 'open',
  // Held open by hand, which nothing here does.
  [CircuitState.Isolated]: 'open',
};
