import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluateSelection } from '#cli/eval/selection/run';
import { commandRig } from '#test/support/command';

const command = commandRig();

function file(name: string, text: string): string {
  const path = join(command.directory, name);
  writeFileSync(path, text);
  return path;
}

const sequences = Array.from({ length: 40 }, (_, i) => `c${i} i${i % 30} i${(i + 1) % 30} i${(i + 2) % 30}`).join('\n');

describe('everbox eval selection', () => {
  it('writes twenty items per customer that they have not had, also ones that only have attributes', async () => {
    const attributes = file('attributes.json', JSON.stringify({ i1: [1, 2], i20: [3], fresh: [1, 2] }));
    const out = join(command.directory, 'lists', 'out.txt');
    await evaluateSelection({ train: file('train.txt', sequences), attributes, out, json: true });
    const lines = readFileSync(out, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(40);
    for (const [at, line] of lines.entries()) {
      const [customer, ...items] = line.split(' ');
      const own = sequences.split('\n')[at]!.split(' ');
      expect(customer).toBe(own[0]);
      expect(new Set(items).size).toBe(20);
      expect(items.filter((item) => own.includes(item))).toEqual([]);
    }
    expect(lines.some((line) => line.includes(' fresh'))).toBe(true);
    expect(JSON.parse(command.printed)).toMatchObject({
      facts: { customers: 40, items: 31 },
      trainSeconds: expect.any(Number),
    });
  });

  it('gives the same lists twice', async () => {
    const train = file('train.txt', sequences);
    for (const name of ['one', 'two']) await evaluateSelection({ train, out: join(command.directory, name) });
    expect(readFileSync(join(command.directory, 'one'), 'utf8')).toBe(
      readFileSync(join(command.directory, 'two'), 'utf8'),
    );
    expect(command.printed).toContain('peak memory');
  });

  it.each([
    ['c1 i1\nc1 i2', 'train.txt:2: customer c1 has a line already'],
    ['c1 i1\nc2', 'train.txt:2: customer c2 has no items'],
  ])('refuses %j, naming the line', async (text, message) => {
    const out = join(command.directory, 'out');
    await expect(evaluateSelection({ train: file('train.txt', text), out })).rejects.toThrow(message);
  });

  it.each([
    ['{', 'is not JSON'],
    ['{"i1": "red"}', 'attributes.json: i1'],
  ])('refuses attributes %j', async (text, message) => {
    const train = file('train.txt', sequences);
    const attributes = file('attributes.json', text);
    await expect(evaluateSelection({ train, attributes, out: join(command.directory, 'out') })).rejects.toThrow(
      message,
    );
  });
});
