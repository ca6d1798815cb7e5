import { Context } from '@temporalio/activity';

/** Well within the heartbeat time-outs of those who use it. */
const everyMs = 5_000;

/** Beats while `work` is under way, whatever it waits for or computes without a report. */
export async function withHeartbeats<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(), everyMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
