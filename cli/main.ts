import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceError } from '@temporalio/client';
import { Command, CommanderError } from 'commander';
import { repositoryRoot } from '#workers/paths';
import * as bench from '#bench/commands/index';
import * as burst from './commands/burst';
import * as catalog from './commands/catalog';
import * as demo from './commands/demo';
import * as evaluate from './commands/eval';
import * as metrics from './commands/metrics';
import * as migrate from './commands/migrate';
import * as model from './commands/model';
import * as ops from './commands/ops';
import * as probe from './commands/probe';
import * as program from './commands/program';
import * as recover from './commands/recover';
import * as servers from './commands/servers';
import * as token from './commands/token';
import * as up from './commands/up';
import * as warehouse from './commands/warehouse';
import * as zone from './commands/zone';
import { handedOn } from './handOn';

const commands = [
  up,
  demo,
  burst,
  migrate,
  token,
  catalog,
  program,
  servers,
  zone,
  evaluate,
  bench,
  metrics,
  model,
  ops,
  probe,
  recover,
  warehouse,
];

/** Runs the command line. A failure is one sentence on stderr and exit code 1; `--debug` adds where it came from. */
export async function main(argv: string[]): Promise<void> {
  // What a command writes (a stack's data, reports, exports) names customers: it is its owner's, who may open it to others.
  process.umask(0o077);
  // A reader that has seen enough (`| head`) closes the pipe: nothing to report, and nobody to report it to.
  process.stdout.on('error', () => undefined);
  const everbox = buildProgram();
  try {
    const other = handedOn(argv);
    if (other) process.exitCode = await other();
    else await everbox.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has written its message (a wrong option, or the help that was asked for).
      process.exitCode = error.exitCode;
      return;
    }
    report(error, argv[2] === '--debug' || Boolean(everbox.opts()['debug']));
    // Not `exitCode`: a command that failed may have left a connection open, which would keep the process alive.
    process.exit(1);
  }
}

/** All commands, without running one. */
export function buildProgram(): Command {
  const everbox = new Command('everbox')
    .description('Subscription boxes that never lose their place.')
    .option('--debug', 'show where an error came from')
    .version(packageVersion())
    .showHelpAfterError('(add --help for what there is)')
    .exitOverride();
  for (const { register } of commands) register(everbox);
  return everbox;
}

function report(error: unknown, withTrace: boolean): void {
  const message = error instanceof Error ? error.message : String(error);
  // The client's own message says which call failed, and only the cause why.
  const because = error instanceof ServiceError && error.cause instanceof Error ? `: ${error.cause.message}` : '';
  process.stderr.write(`everbox: ${message}${because}\n`);
  if (withTrace && error instanceof Error) process.stderr.write(`${error.stack}\n`);
}

function packageVersion(): string {
  const text = readFileSync(join(repositoryRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
