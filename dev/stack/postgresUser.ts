import { execFile } from 'node:child_process';
import { chmod, chown, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from './startError';

const run = promisify(execFile);

/**
 * How to run Postgres, which refuses to run as root. Either a command that stands before its own (`unshare` maps root
 * to an ordinary user in a namespace of its own, which needs no system user and still reaches root's directories),
 * or the IDs of a system user.
 */
export interface PostgresUser {
  prefix: string[];
  ids?: { uid: number; gid: number };
}

const asMappedUser = ['unshare', '-U', '--map-user=1000', '--map-group=1000'];

export async function findPostgresUser(): Promise<PostgresUser> {
  if (process.getuid?.() !== 0) return { prefix: [] };
  if (process.platform === 'linux' && (await succeeds([...asMappedUser, 'true']))) return { prefix: asMappedUser };
  for (const name of ['postgres', 'nobody']) {
    const ids = await idsOf(name);
    if (ids) return { prefix: [], ids };
  }
  throw new StartError(
    'Postgres does not run as root, and neither user namespaces nor a user "postgres" or "nobody" are there: run Everbox as an ordinary user, or set DATABASE_URL.',
  );
}

export async function giveFile(file: string, user: PostgresUser): Promise<void> {
  if (user.ids) await chown(file, user.ids.uid, user.ids.gid);
}

/** Gives the data directory to the user that Postgres runs as; an earlier start may have run as another. */
export async function giveDirectory(directory: string, user: PostgresUser): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = user.ids ?? { uid: 0, gid: 0 };
  // Another user must get to it through our directory, whose other files keep their own modes.
  if (user.ids) await chmod(dirname(directory), 0o711);
  if ((await stat(directory)).uid === uid) return;
  for (const entry of await readdir(directory, { recursive: true })) await chown(join(directory, entry), uid, gid);
  // Last, so that a change of owner that was cut short is done again.
  await chown(directory, uid, gid);
}

async function idsOf(name: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

async function succeeds([command = '', ...args]: string[]): Promise<boolean> {
  return run(command, args).then(
    () => true,
    () => false,
  );
}
