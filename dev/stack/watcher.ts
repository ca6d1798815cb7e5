import { spawn, type ChildProcess } from 'node:child_process';
import type { Guardian } from './guardian';

/**
 * Ends servers whose launcher was killed with SIGKILL, which no handler sees.
 *
 * A shell of about 1 MB, in its own session, reads commands from a pipe that the launcher holds open: `add PID SIGNAL`
 * and `remove PID`. When the launcher dies in whatever way, the kernel closes the pipe, the shell reads the end of
 * file and sends each remaining process its signal. Node children need no entry: they end when their IPC channel closes.
 */
const script = `
trap '' INT TERM HUP
list=''
while read -r verb pid signal; do
  case $verb in
    add) list="$list $pid:$signal" ;;
    remove) kept=''; for entry in $list; do [ "\${entry%%:*}" = "$pid" ] || kept="$kept $entry"; done; list=$kept ;;
  esac
done
for entry in $list; do kill -s "\${entry#*:}" "\${entry%%:*}" 2>/dev/null; done
`;

export class Watcher implements Guardian {
  private readonly shell: ChildProcess | undefined;

  constructor() {
    // Windows has no such shell; there a killed launcher leaves its servers for the next start to clean up.
    if (process.platform === 'win32') return;
    this.shell = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    this.shell.on('error', () => undefined);
    this.shell.stdin?.on('error', () => undefined);
    this.shell.unref();
    (this.shell.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  }

  /** From now on this child ends with the launcher, by this signal; it is forgotten when it exits by itself. */
  guard(child: ChildProcess, { signal }: { signal: NodeJS.Signals }): void {
    if (child.pid === undefined) return;
    this.tell(`add ${child.pid} ${signal.slice('SIG'.length)}`);
    child.once('exit', () => this.tell(`remove ${child.pid}`));
  }

  /** Lets the shell end, once every child has. */
  close(): void {
    this.shell?.stdin?.end();
  }

  private tell(line: string): void {
    if (this.shell?.stdin?.writable) this.shell.stdin.write(`${line}\n`);
  }
}
