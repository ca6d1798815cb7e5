import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { StartError } from './startError';

/** What a port is for, and how to move it: the words of the error when it is taken. */
export interface PortUse {
  port: number;
  purpose: string;
  variable: string;
}

/** Refuses with one sentence when something else listens on one of the ports. Nothing has been started by then. */
export async function requireFreePorts(uses: PortUse[]): Promise<void> {
  for (const use of uses) await requireFreePort(use);
}

async function requireFreePort(use: PortUse): Promise<void> {
  if (await isFree(use.port)) return;
  throw new StartError(
    `Port ${use.port}, meant for ${use.purpose}, is in use: stop what listens there, or set ${use.variable} to a free port.`,
  );
}

/** Below the ports that systems give to outgoing connections (from 32768 on): one of those may be taken at any moment. */
const chosenFrom = { first: 10_240, last: 32_767 };
const tries = 100;

/** A port that nobody listens on now, by chance. Another process may still take it before its user does. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < tries; tried += 1) {
    const port = randomInt(chosenFrom.first, chosenFrom.last + 1);
    if (await isFree(port)) return port;
  }
  throw new Error(`of ${tries} ports, all are in use`);
}

/** Does a server take connections there now? */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (listening: boolean) => (): void => {
      socket.destroy();
      resolve(listening);
    };
    socket.once('connect', answer(true)).once('error', answer(false));
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      // EACCES: ports below 1024 without the right to them are as good as taken.
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(false) : reject(error),
    );
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
