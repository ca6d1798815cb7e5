import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeDirectory } from '#facade/files/makeDirectory';

/**
 * Checks `--out` before the work that takes minutes, and makes its folder. It must not be a folder, nor one of the files that
 * are read (`inputs`, by their options), which writing would destroy.
 */
export async function checkOutput(out: string, inputs: Record<string, string | undefined>): Promise<void> {
  const found = await statOf(out);
  if (!found) {
    makeDirectory(dirname(out));
    return;
  }
  if (found.isDirectory()) throw new Error(`--out ${out}: is a folder; name a file`);
  for (const [option, file] of Object.entries(inputs)) {
    const input = file === undefined ? undefined : await statOf(file);
    if (input?.isFile() && input.dev === found.dev && input.ino === found.ino) {
      throw new Error(`--out ${out}: is the file of --${option}, which it would overwrite; name another one`);
    }
  }
}

/** Undefined: there is nothing of that name; what else is wrong with it shows when it is used. */
const statOf = (path: string) => stat(path).catch(() => undefined);

/** Writes lines to a file, in place of what is in it. @throws what the file system says. */
export async function writeLines(out: string, lines: AsyncIterable<string> | Iterable<string>): Promise<void> {
  await pipeline(Readable.from(terminated(lines)), createWriteStream(out));
}

async function* terminated(lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}
