import type { ChangeListener, SelectionChanges } from '#serving/cache/changes';

/** Messages, without a database. */
export function hearing(isListening = true) {
  const listeners: ChangeListener[] = [];
  const changes = { isListening, tell: (listener: ChangeListener) => void listeners.push(listener) };
  const say = (work: (listener: ChangeListener) => void): void => listeners.forEach(work);
  return { changes: changes as unknown as SelectionChanges & { isListening: boolean }, say };
}
