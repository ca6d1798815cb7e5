import { blocksOf, isCommand, pagesWithCommands, readBlocks, shellTextOf } from '#test/support/docs/blocks';

const all = pagesWithCommands().flatMap(readBlocks);

test('commands that no test runs are few, and each says why', () => {
  const notRun = all
    .filter((block) => isCommand(block) && block.reasonNotToRun !== null)
    .map(({ page, text, reasonNotToRun }) => [page, text.trim().split('\n')[0], reasonNotToRun]);
  expect(notRun).toEqual([
    ['README.md', 'npm ci', 'installs the packages that the tests run with'],
    ['README.md', expect.stringMatching(/^npm test /), 'it runs this very test'],
    ['README.md', expect.stringMatching(/^for name in POSTGRES_PASSWORD/), 'needs Docker'],
    ['docs/warehouse.md', 'import io, subprocess', 'needs pandas'],
    ['docs/warehouse.md', 'import duckdb', 'needs DuckDB for Python'],
  ]);
});

test('what is no command is of a language that nobody runs, so that none is left out by its name', () => {
  const toBeRead = new Set(['', 'json', 'yaml', 'mermaid']);
  const others = all.filter((block) => !isCommand(block) && !toBeRead.has(block.language));
  expect(others.map(({ page, line, language }) => [page, line, language])).toEqual([]);
});

test('blocks are read with their place, their text as printed, and what their line says of them', () => {
  const page = [
    '# A',
    '```sh stays-up',
    'npm start',
    '```',
    '',
    '```sh no-test: needs Docker',
    'docker  run',
    '',
    'x',
    '```',
  ];
  expect(blocksOf('a.md', page.join('\n'))).toMatchObject([
    { page: 'a.md', line: 3, language: 'sh', text: 'npm start\n', staysUp: true, isSlow: false, reasonNotToRun: null },
    { line: 7, text: 'docker  run\n\nx\n', staysUp: false, reasonNotToRun: 'needs Docker' },
  ]);
  expect(() => blocksOf('a.md', '```sh no-test\nx\n```\n')).toThrow('a.md:2: "no-test" is no mark');
});

test('each statement of SQL is a question of its own', () => {
  const [block] = blocksOf('a.md', "```sql\n-- One\nSELECT 'a;b';\n\nSELECT 2;\n```\n");
  expect(block && shellTextOf(block).match(/warehouse "/g)).toHaveLength(2);
});
