import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

/** Sizes of the records of a zip archive without their names, and what they begin with (APPNOTE.TXT 4.3). */
const endOfDirectory = { bytes: 22, mark: 0x06054b50 };
const directoryEntry = { bytes: 46, mark: 0x02014b50 };
const localHeaderBytes = 30;
/** Longest comment behind the end of the directory. */
const mostComment = 0xffff;
const deflated = 8;

interface Entry {
  name: string;
  method: number;
  compressedBytes: number;
  headerAt: number;
}

/**
 * Writes the one file whose name in the archive ends like that to `target`, executable. As a stream: the file is large, and
 * the launcher is not. Its checksum is not looked at, since callers have checked the whole archive's.
 */
export async function extractFromZip(archive: string, ending: string, target: string): Promise<void> {
  const file = await open(archive);
  try {
    const entry = (await entriesOf(file)).find(({ name }) => name.endsWith(ending));
    if (entry?.method !== deflated) throw new Error(`${archive} has no compressed file *${ending}`);
    const header = await bytesAt(file, entry.headerAt, localHeaderBytes);
    const start = entry.headerAt + localHeaderBytes + header.readUInt16LE(26) + header.readUInt16LE(28);
    await pipeline(
      createReadStream(archive, { start, end: start + entry.compressedBytes - 1 }),
      createInflateRaw(),
      createWriteStream(target, { mode: 0o755 }),
    );
  } finally {
    await file.close();
  }
}

async function entriesOf(file: FileHandle): Promise<Entry[]> {
  const { size } = await file.stat();
  const tailAt = Math.max(0, size - endOfDirectory.bytes - mostComment);
  const tail = await bytesAt(file, tailAt, size - tailAt);
  let end = tail.length - endOfDirectory.bytes;
  while (end >= 0 && tail.readUInt32LE(end) !== endOfDirectory.mark) end -= 1;
  if (end < 0) throw new Error('not a zip archive');
  const directory = await bytesAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries: Entry[] = [];
  let at = 0;
  while (at + directoryEntry.bytes <= directory.length && directory.readUInt32LE(at) === directoryEntry.mark) {
    const nameEnd = at + directoryEntry.bytes + directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + directoryEntry.bytes, nameEnd),
      method: directory.readUInt16LE(at + 10),
      compressedBytes: directory.readUInt32LE(at + 20),
      headerAt: directory.readUInt32LE(at + 42),
    });
    at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
