import type { Answer, Customer } from './customer';
import { waitFor } from './waitFor';
import type { World } from './world';

const atOnce = 12; // more than the server takes of one workflow

/** Longest history among the subscription's runs. */
export async function longestHistory(
  world: World,
  { workflowId }: Customer,
): Promise<{ runs: number; events: number }> {
  let runs = 0;
  let events = 0;
  for await (const { historyLength } of world.temporal.workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
    runs += 1;
    events = Math.max(events, historyLength ?? 0);
  }
  return { runs, events };
}

/** Sends every change until it is answered, as a client does: the same key after a 503. */
export async function sendAll(changes: number, send: (n: number, key: string) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  const one = async () => {
    for (let n = next++; n < changes; n = next++) {
      answers.push(
        await waitFor(`change ${n}`, async () => {
          const answer = await send(n, `change-${n}-of-many`);
          return answer.status === 503 || answer.status === 429 ? undefined : answer;
        }),
      );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return answers;
}

/** Preferences that differ from change to change. */
export const wish = (n: number) => ({ ageYears: n % 100, likes: [], dislikes: [] });
