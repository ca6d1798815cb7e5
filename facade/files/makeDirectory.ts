import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a directory and those above it; what is there already stays as it is. Instead of Node's `recursive: true`, which
 * never returns where the parent exists and yet nothing can be made in it (under /proc, the kernel says ENOENT for ever).
 * @throws the file system's error, and ENOTDIR where a file has the name
 */
export function makeDirectory(path: string, mode = 0o777): void {
  const missing: string[] = [];
  for (let each = resolve(path); !isDirectory(each) && dirname(each) !== each; each = dirname(each)) missing.push(each);
  for (const each of missing.reverse()) makeOne(each, mode);
}

function makeOne(path: string, mode: number): void {
  try {
    mkdirSync(path, mode);
  } catch (error) {
    // Another process was here first, which is as good; a file of that name is not.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !isDirectory(path)) throw error;
  }
}

const isDirectory = (path: string): boolean => {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
};
