import { linkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluateFit } from '#cli/eval/fit/run';
import { checkOutput, writeLines } from '#cli/eval/output';
import { evaluateSelection } from '#cli/eval/selection/run';
import { commandRig } from '#test/support/command';

const command = commandRig();
const path = (name: string): string => join(command.directory, name);
const file = (name: string, text = 'a b c\n'): string => {
  writeFileSync(path(name), text);
  return path(name);
};

describe('a file that is written', () => {
  it('is not one that is read, by whatever name, and nothing is changed', async () => {
    const train = file('train');
    linkSync(train, path('also-train'));
    for (const out of [train, path('also-train'), `${command.directory}/./train`]) {
      const refusal = `--out ${out}: is the file of --train, which it would overwrite; name another one`;
      await expect(evaluateSelection({ train, out })).rejects.toThrow(refusal);
      await expect(evaluateFit({ train, test: file('test'), out })).rejects.toThrow(refusal);
    }
    const attributes = file('attributes', '{}');
    await expect(evaluateSelection({ train, attributes, out: attributes })).rejects.toThrow('--attributes');
    expect([readFileSync(train, 'utf8'), readFileSync(attributes, 'utf8')]).toEqual(['a b c\n', '{}']);
  });

  it('is no folder, which is said before anything is trained', async () => {
    mkdirSync(path('folder'));
    await expect(evaluateFit({ train: 'nowhere', test: 'nowhere', out: path('folder') })).rejects.toThrow(
      'is a folder; name a file',
    );
  });

  it('has its folder made, and replaces what was there', async () => {
    const out = path('some/where/out');
    for (const lines of [['one', 'two', 'three'], ['four']]) {
      await checkOutput(out, { train: file('train') });
      await writeLines(out, lines);
      expect(readFileSync(out, 'utf8')).toBe(`${lines.join('\n')}\n`);
    }
  });

  it('fails with what the file system says', async () => {
    await expect(writeLines(path('not/there'), ['one'])).rejects.toThrow('ENOENT');
  });
});
