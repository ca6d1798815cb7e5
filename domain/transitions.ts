/** The transitions of a state machine: which event may come in which phase, and the phases that it may lead to. */
export type Transitions<Phase extends string, Event extends string> = Readonly<
  Record<Phase, Readonly<Partial<Record<Event, readonly Phase[]>>>>
>;

/** The events that some phase of `Table` takes. */
type EventOf<Table> = { [Phase in keyof Table]: keyof Table[Phase] }[keyof Table];

/**
 * The table itself, which does not compile while some event comes in none of its phases. A missing phase, and a name that is
 * none, are refused by `satisfies Transitions<Phase, Event>` where the table is written.
 */
export function withEveryEvent<Event extends string, Table>(
  table: [Exclude<Event, EventOf<Table>>] extends [never]
    ? Table
    : { 'comes in no phase': Exclude<Event, EventOf<Table>> },
): Table {
  return table as Table;
}

/** One move of a machine. */
interface Move<Phase extends string, Event extends string> {
  from: Phase;
  event: Event;
  to: Phase;
}

/** Throws unless the table has this move: a bug, so a plain error, which stalls the workflow's task until it is mended. */
export function mustAllow<Phase extends string, Event extends string>(
  what: string,
  table: Transitions<Phase, Event>,
  { from, event, to }: Move<Phase, Event>,
): void {
  const targets = table[from][event];
  if (!targets) throw new Error(`${event} may not come to a ${what} that is ${from}`);
  if (!targets.includes(to)) throw new Error(`${event} may not lead a ${what} that is ${from} to ${to}`);
}

/** The phases in which `event` may come. */
export function phasesTaking<Phase extends string, Event extends string>(
  table: Transitions<Phase, Event>,
  event: Event,
): Phase[] {
  return (Object.keys(table) as Phase[]).filter((phase) => table[phase][event] !== undefined);
}
