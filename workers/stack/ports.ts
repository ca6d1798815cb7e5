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
  if ((await listenOnce(use.port)) !== undefined) return;
  throw new StartError(
    `Port ${use.port}, meant for ${use.purpose}, is in use: stop what listens there, or set ${use.variable} to a free port.`,
  );
}

/** A port that the kernel says is free now. Another process may still take it before its user does. */
export async function freePort(): Promise<number> {
  const port = await listenOnce(0);
  if (port === undefined) throw new Error('the system has no free port');
  return port;
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

function listenOnce(port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      // EACCES: ports below 1024 without the right to them are as good as taken.
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(undefined) : reject(error),
    );
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(bound));
    });
  });
}
