import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** For tests of commands in this process: each has a folder of its own, and what it prints is kept from the terminal. */
export function commandRig(): { readonly directory: string; readonly printed: string } {
  let directory = '';
  let printed = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'everbox-command-'));
    printed = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    get directory() {
      return directory;
    },
    get printed() {
      return printed;
    },
  };
}
