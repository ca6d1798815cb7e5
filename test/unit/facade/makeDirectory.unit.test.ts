import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDirectory } from '#facade/files/makeDirectory';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'everbox-directory-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('a directory', () => {
  it('is made with those above it, and left alone when it is there', () => {
    const path = join(directory, 'one', 'two', 'three');
    makeDirectory(path, 0o700);
    makeDirectory(path, 0o755);
    expect(['one', 'one/two', 'one/two/three'].map((each) => statSync(join(directory, each)).mode & 0o777)).toEqual([
      0o700, 0o700, 0o700,
    ]);
  });

  it('is refused where a file has its name, or that of one above it', () => {
    writeFileSync(join(directory, 'file'), '');
    expect(() => makeDirectory(join(directory, 'file'))).toThrow('EEXIST');
    expect(() => makeDirectory(join(directory, 'file', 'below'))).toThrow(/EEXIST|ENOTDIR/);
  });
});
