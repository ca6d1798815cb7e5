import type { ChildProcess } from 'node:child_process';

/** How a child is asked to end, and when it is killed. */
export interface Ending {
  name: string;
  /** Services end before the servers that they talk to. */
  tier: 'service' | 'server';
  signal: 'SIGINT' | 'SIGTERM';
  graceMs: number;
}

/** Whoever starts a process hands it over at once, before it waits for anything. */
export interface Guardian {
  guard(child: ChildProcess, ending: Ending): void;
}
