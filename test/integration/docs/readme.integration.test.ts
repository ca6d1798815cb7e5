import { commandsOf, testPage } from '#test/support/docs/pageTests';
import { Reader } from '#test/support/docs/reader';
import { longestBlockMs } from '#test/support/docs/shell';

// A newcomer's first hour: every command of the README but the slow ones, in order and as printed, on a stack that its own
// command starts. `npm run test:docs` runs the slow ones too, and those of docs/.
vi.setConfig({ testTimeout: longestBlockMs, hookTimeout: longestBlockMs });

const page = 'README.md';
let reader: Reader;
beforeAll(async () => {
  reader = await Reader.open();
  await reader.openPage();
});
afterAll(() => reader.close());

testPage(
  page,
  commandsOf(page).filter(({ isSlow }) => !isSlow),
  () => reader,
);
