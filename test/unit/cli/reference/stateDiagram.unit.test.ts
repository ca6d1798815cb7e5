import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { architecturePage } from '#cli/reference/architecturePage';
import { stateDiagram } from '#cli/reference/stateDiagram';
import { shipmentPhases } from '#domain/shipment/types';
import { repository } from '#test/unit/project/fixture';

const lamp = {
  off: { press: ['on'], switch: ['on'] },
  on: { press: ['off', 'broken'], look: ['on'] },
  broken: {},
} as const;

test('a table is drawn with one arrow for each pair of phases, a start and its ends', () => {
  expect(stateDiagram(lamp, { start: 'off', startedBy: 'bought' }).split('\n')).toEqual([
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> off: bought',
    '  off --> on: press, switch',
    '  on --> off: press',
    '  on --> broken: press',
    '  on --> on: look',
    '  broken --> [*]',
    '```',
  ]);
  expect(stateDiagram(lamp, { start: 'off', loops: false })).not.toContain('look');
});

test('every phase of a shipment is in its diagram', () => {
  const [, drawn = ''] = architecturePage(repository).split('<!-- states: shipment -->');
  const diagram = drawn.slice(0, drawn.indexOf('<!-- end of states'));
  for (const phase of shipmentPhases) expect(diagram).toMatch(new RegExp(`\\b${phase} --> .*\\n`));
});

describe('a page of somebody who edits', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'architecture-'));
    mkdirSync(join(root, 'docs'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const page = (names: string[]) =>
    names.map((name) => `${name}:\n<!-- states: ${name} -->\nold\n<!-- end of states: ${name} -->\nkept\n`).join('');

  test('is drawn anew between the marks, and kept elsewhere', () => {
    writeFileSync(join(root, 'docs/architecture.md'), page(['subscription', 'cycle', 'shipment', 'delivery']));
    const drawn = architecturePage(root);
    expect(drawn).not.toContain('old');
    expect(drawn.match(/^kept$/gm)).toHaveLength(4);
    expect(drawn).toContain('  reserving --> charging: reserved\n');
  });

  test('without a mark, or with one twice, is refused by its name', () => {
    writeFileSync(join(root, 'docs/architecture.md'), page(['subscription', 'cycle', 'delivery']));
    expect(() => architecturePage(root)).toThrow('the mark <!-- states: shipment --> must stand there once');
    writeFileSync(
      join(root, 'docs/architecture.md'),
      page(['subscription', 'cycle', 'shipment', 'shipment', 'delivery']),
    );
    expect(() => architecturePage(root)).toThrow('the mark <!-- states: shipment --> must stand there once');
  });
});
