import type { Transitions } from '#domain/transitions';

interface Drawing {
  /** The phase in which the machine starts. */
  start: string;
  /** The event that leads there, for its arrow. */
  startedBy?: string;
  /** Whether events that keep the phase are drawn. */
  loops?: boolean;
}

/** A state machine's table as a Mermaid diagram: one arrow for each pair of phases, with the events that lead along it. */
export function stateDiagram<Phase extends string, Event extends string>(
  table: Transitions<Phase, Event>,
  { start, startedBy, loops = true }: Drawing,
): string {
  const phases = Object.entries(table) as [Phase, Partial<Record<Event, readonly Phase[]>>][];
  const arrows = phases.flatMap(([from, events]) => arrowsFrom(from, events, loops));
  const ends = phases.filter(([, events]) => Object.keys(events).length === 0).map(([end]) => arrow(end, '[*]'));
  const lines = ['stateDiagram-v2', ...[arrow('[*]', start, startedBy), ...arrows, ...ends].map((line) => `  ${line}`)];
  return ['```mermaid', ...lines, '```'].join('\n');
}

function arrowsFrom<Phase extends string>(
  from: Phase,
  events: Partial<Record<string, readonly Phase[]>>,
  loops: boolean,
): string[] {
  const labels = new Map<Phase, string[]>();
  for (const [event, targets = []] of Object.entries(events)) {
    for (const to of targets) labels.set(to, [...(labels.get(to) ?? []), event]);
  }
  return [...labels]
    .filter(([to]) => loops || to !== from)
    .map(([to, labelled]) => arrow(from, to, labelled.join(', ')));
}

const arrow = (from: string, to: string, label?: string): string => `${from} --> ${to}${label ? `: ${label}` : ''}`;
