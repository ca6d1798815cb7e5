import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transitions as delivery } from '#domain/delivery/transitions';
import { transitions as shipment } from '#domain/shipment/transitions';
import { cycleTransitions, transitions as subscription } from '#domain/subscription/transitions';
import { madeFrom } from './markdown';
import { stateDiagram } from './stateDiagram';

interface StateDrawing {
  /** The file that holds the table. */
  file: string;
  diagram: string;
}

/** The machines that the page draws, by the names in its marks. */
const drawings: Record<string, StateDrawing> = {
  subscription: {
    file: 'domain/subscription/transitions.ts',
    diagram: stateDiagram(subscription, { start: 'active', loops: false }),
  },
  cycle: {
    file: 'domain/subscription/transitions.ts',
    diagram: stateDiagram(cycleTransitions, { start: 'open', startedBy: 'due' }),
  },
  shipment: { file: 'domain/shipment/transitions.ts', diagram: stateDiagram(shipment, { start: 'reserving' }) },
  delivery: {
    file: 'domain/delivery/transitions.ts',
    diagram: stateDiagram(delivery, { start: 'preparing', startedBy: 'ordered' }),
  },
};

/** The text of `docs/architecture.md`: as people wrote it, with the diagrams between its marks drawn anew. */
export function architecturePage(root: string): string {
  const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  return Object.entries(drawings).reduce((page, [name, drawing]) => drawnAnew(page, name, drawing), text);
}

function drawnAnew(page: string, name: string, { file, diagram }: StateDrawing): string {
  const start = `<!-- states: ${name} -->\n`;
  const end = `<!-- end of states: ${name} -->\n`;
  const [before, rest] = halves(page, start);
  const [, after] = halves(rest, end);
  return `${before}${start}${madeFrom(`\`${file}\``)}\n\n${diagram}\n\n${end}${after}`;
}

function halves(text: string, mark: string): [string, string] {
  const [before, after, ...more] = text.split(mark);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`docs/architecture.md: the mark ${mark.trim()} must stand there once`);
  }
  return [before, after];
}
