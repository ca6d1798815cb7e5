import { psql } from './psql';
import { temporal } from './temporal';

/** A command of somebody else's: it is given the arguments as they are, and its exit code is ours. */
type HandedOn = (args: string[]) => Promise<number>;

const commands: Record<string, HandedOn> = { temporal, psql };

/**
 * The command that a command line is handed on to, with all arguments behind its name; undefined when it is one of ours.
 * Commander never sees them: `--help`, `--version` and all else that stands there is the other command's.
 */
export function handedOn(argv: string[]): (() => Promise<number>) | undefined {
  const [name = '', ...args] = argv[2] === '--debug' ? argv.slice(3) : argv.slice(2);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return command && (() => command(args));
}
