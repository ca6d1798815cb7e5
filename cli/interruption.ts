/** The person at the terminal, or the machine that started us, asked for the end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  override readonly message = 'interrupted; everything that was set up is cleared away';
}

/** A signal that aborts at Ctrl-C, SIGTERM or a closed terminal; `end` gives the process its own handling back. */
export function interruption(): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  const ask = (): void => controller.abort(new Interrupted());
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.once(name, ask);
  return { signal: controller.signal, end: () => signals.forEach((name) => process.removeListener(name, ask)) };
}
