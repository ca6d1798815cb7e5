import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { makeDirectory } from '#facade/files/makeDirectory';
import { inDataDirectory } from './dataDirectory';
import { StartError } from './startError';

const secret = z.string().min(32);
const schema = z.object({
  jwtSecret: secret,
  webhookSecret: secret,
  partnerApiKey: secret,
  /** Opens the embedded Postgres; made with its data directory. */
  postgresPassword: secret,
});

/** Secrets of a local stack, made once per data directory. A production start never reads them. */
export type LocalSecrets = z.infer<typeof schema>;

/** Reads the secrets of a data directory; at the first start makes them, readable by their owner only. */
export function localSecrets(file: string): LocalSecrets {
  return inDataDirectory(dirname(file), () => readStored(file) ?? makeSecrets(file));
}

function makeSecrets(file: string): LocalSecrets {
  const hex = (): string => randomBytes(32).toString('hex');
  const made = { jwtSecret: hex(), webhookSecret: hex(), partnerApiKey: hex(), postgresPassword: hex() };
  makeDirectory(dirname(file), 0o700);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  try {
    // Not a rename: of two commands that come here at once, both must end with the secrets of the first.
    linkSync(draft, file);
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return localSecrets(file);
  } finally {
    rmSync(draft, { force: true });
  }
}

function readStored(file: string): LocalSecrets | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new StartError(
      `${file} is damaged: restore it, or remove ${dirname(file)} to start afresh without its data.`,
    );
  }
}
