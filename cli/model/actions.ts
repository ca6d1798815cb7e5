import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { programModels, type refresh as refreshSchema } from '#contract/model';
import type { ModelKind } from '#domain/selection/lifecycle';
import type { ApiClient } from '../http/client';

export type ProgramModels = z.output<typeof programModels>;
export type Refresh = z.output<typeof refreshSchema>;

const pathOf = (programId: string): string => `/v1/ops/programs/${encodeURIComponent(programId)}/models`;

export const modelsOf = (api: ApiClient, programId: string): Promise<ProgramModels> =>
  api.send({ method: 'GET', path: pathOf(programId), answer: programModels });

/** Starts a refresh and waits for its end. Going away does not stop it. @throws Error when it takes longer than `waitMs` */
export async function refresh(api: ApiClient, programId: string, waitMs: number): Promise<Refresh> {
  const answer = z.object({ refreshId: z.string() });
  const path = `${pathOf(programId)}/refresh`;
  const { refreshId } = await api.send({ method: 'POST', path, body: {}, answer });
  const untilMs = Date.now() + waitMs;
  for (;;) {
    const found = (await modelsOf(api, programId)).refreshes.find((each) => each.refreshId === refreshId);
    // Its rankings are part of it: until they are made, the new model has nothing ahead.
    if (found && found.ranked !== null) return found;
    if (Date.now() >= untilMs) throw new Error(`the refresh ${refreshId} is still under way; see "everbox model list"`);
    await sleep(500);
  }
}

export function rollBack(
  api: ApiClient,
  programId: string,
  toVersion: number | undefined,
  reason: string,
  kind: ModelKind = 'selection',
): Promise<ProgramModels> {
  const body = { kind, reason, ...(toVersion === undefined ? {} : { toVersion }) };
  return api.send({ method: 'POST', path: `${pathOf(programId)}/rollback`, body, answer: programModels });
}
