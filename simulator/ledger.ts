import type { Pool } from 'pg';
import { inTransaction, type Queryable } from './database';
import type { FaultEngine } from './faults/engine';
import type { FaultKind, FaultRule } from './faults/rules';
import {
  type CallSubject,
  claimKey,
  firstAnswer,
  insertCall,
  insertEffect,
  type KeyedSubject,
  releaseKey,
  storeAnswer,
  storeToken,
} from './ledgerWrites';
import { type Answer, isDefinite, type Operation } from './operation';
import type { Settings } from './settings';

interface Performed {
  answer: Answer;
  hadEffect: boolean;
  faults: FaultKind[];
}

/** Answers calls: the first one of a key takes effect, all others with that key get its answer. */
export class Ledger {
  constructor(
    private readonly pool: Pool,
    private readonly faults: FaultEngine,
    private readonly settings: Settings,
  ) {}

  /**
   * Effect, first answer and call are committed together before this returns, so that no answer ever tells of
   * something that a crash could still undo. Calls with one key go one after the other: the second waits at the
   * primary key of `answers` until the first has committed. `fault` is what was decided at the call's arrival.
   */
  async answer(operation: Operation, call: KeyedSubject, fault: FaultRule | undefined): Promise<Answer> {
    return inTransaction(this.pool, async (tx) => {
      const performed: Performed = (await claimKey(tx, call))
        ? await this.perform(tx, operation, call)
        : { answer: await firstAnswer(tx, call), hadEffect: false, faults: [] };
      await insertCall(tx, call, {
        status: fault?.kind === 'timeoutAfterEffect' ? null : performed.answer.status,
        faults: fault ? [fault.kind, ...performed.faults] : performed.faults,
        hadEffect: performed.hadEffect,
      });
      return performed.answer;
    });
  }

  /** Records a call that nothing came of: dropped (`status` null), failed or not understood. */
  async record(call: CallSubject, status: number | null, fault?: FaultRule): Promise<void> {
    await insertCall(this.pool, call, { status, faults: fault ? [fault.kind] : [], hadEffect: false });
  }

  private async perform(tx: Queryable, operation: Operation, call: KeyedSubject): Promise<Performed> {
    const faults: FaultKind[] = [];
    let hadEffect = false;
    const pick = async (stage: 'outcome' | 'tracking'): Promise<FaultRule | undefined> => {
      const fault = await this.faults.pick(stage, call, tx);
      if (fault) faults.push(fault.kind);
      return fault;
    };
    const refusal = (await pick('outcome')) && operation.refusal;
    const answer =
      refusal ??
      (await operation.perform(call.request, {
        tx,
        idempotencyKey: call.idempotencyKey,
        transitMs: this.settings.transitMs,
        packMs: this.settings.packMs,
        trackingFault: () => pick('tracking'),
        rememberToken: (token) => storeToken(tx, call, token),
        effect: async (effect) => {
          await insertEffect(tx, call, effect);
          hadEffect = true;
        },
      }));
    await (isDefinite(answer) ? storeAnswer(tx, call, answer) : releaseKey(tx, call));
    return { answer, hadEffect, faults };
  }
}
