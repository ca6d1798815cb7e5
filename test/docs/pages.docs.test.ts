import { pagesWithCommands } from '../support/docs/blocks';
import { commandsOf, testPage } from '../support/docs/pageTests';
import { Reader } from '../support/docs/reader';
import { longestBlockMs } from '../support/docs/shell';
import { parkShipments } from './parked';

// Every command of README and docs/, in order and as printed, on one stack that the README's own command starts.
vi.setConfig({ testTimeout: longestBlockMs, hookTimeout: longestBlockMs });

const [start] = commandsOf('README.md').filter(({ staysUp }) => staysUp);
const pages = pagesWithCommands()
  .map((page) => ({ page, commands: commandsOf(page) }))
  .filter(({ commands }) => commands.length > 0);

/** What a page takes for granted besides a stack. */
const premises: Record<string, (reader: Reader) => Promise<void>> = {
  'docs/runbook.md': (reader) => parkShipments(reader, 6),
};

let reader: Reader;
beforeAll(async () => {
  reader = await Reader.open();
});
afterAll(() => reader.close());

describe.each(pages)('$page', ({ page, commands }) => {
  beforeAll(async () => {
    await reader.openPage();
    // As a reader of the pages has it, whatever the README had started last.
    if (page !== 'README.md' && start) await reader.keepUp(start);
    await premises[page]?.(reader);
  });

  testPage(page, commands, () => reader);
});
