import { type Block, isCommand, readBlocks } from './blocks';
import { promised } from './promised';
import type { Reader } from './reader';
import type { BlockResult } from './shell';

/** The commands of a page that a reader may run. */
export const commandsOf = (page: string): Block[] =>
  readBlocks(page).filter((block) => isCommand(block) && block.reasonNotToRun === null);

/** A test for each command of a page, in their order: it succeeds, is refused nothing, and prints what is promised. */
export function testPage(page: string, commands: Block[], reader: () => Reader): void {
  const promises = Object.entries(promised[page] ?? {});

  test.each(commands.map((block) => [block.line, block.text.trim().split('\n')[0], block] as const))(
    'line %i: %s',
    async (_line, _first, block) => {
      const result = await reader().do(block);
      expectNoFault(result);
      for (const [command, patterns] of promises) {
        if (!block.text.includes(command)) continue;
        for (const pattern of patterns) expect(result.output).toMatch(pattern);
      }
    },
  );

  test('each promise is of a command', () => {
    const all = commandsOf(page);
    const unused = promises.filter(([command]) => !all.some(({ text }) => text.includes(command)));
    expect(unused).toEqual([]);
  });
}

export function expectNoFault({ output, failed }: BlockResult): void {
  expect({ failed, output }).toMatchObject({ failed: [] });
  expect(output).not.toMatch(/urn:everbox:problem:/);
}
