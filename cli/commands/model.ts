import type { Command } from 'commander';
import { connectOperator, operatorHelp } from '../ops/connect';
import { printAnswer } from '../ops/print';
import { wholeNumber } from '../numbers';
import { modelsOf, refresh, rollBack } from '../model/actions';
import { modelsView, refreshView } from '../model/views';

interface Flags {
  program: string;
  json?: boolean;
}

/** `everbox model ...`: the selection models of a program, through the operator's part of the API. */
export function register(everbox: Command): void {
  const model = everbox
    .command('model')
    .description('the models that selection learns: which is in charge, train one now, go back')
    .addHelpText('after', operatorHelp);
  const add = (name: string, description: string): Command =>
    model
      .command(name)
      .description(description)
      .requiredOption('--program <id>', 'whose models')
      .option('--json', 'print the answer as one JSON value');

  add('list', 'models, what refreshes came to, and who published which').action(async ({ program, json }: Flags) => {
    printAnswer(json, await modelsOf(await connectOperator(), program), modelsView);
  });
  add('refresh', 'train a model now, and wait for what it comes to')
    .option('--wait <seconds>', 'how long to wait', wholeNumber(1, 86_400), 3_600)
    .action(async ({ program, json, wait }: Flags & { wait: number }) => {
      printAnswer(json, await refresh(await connectOperator(), program, wait * 1_000), refreshView);
    });
  add('rollback', 'put an earlier model in charge again')
    .option('--to <version>', 'which (default: the one that was in charge before)', wholeNumber(1, 1_000_000))
    .option('--reason <text>', 'why, for the record', 'rolled back by hand')
    .action(async ({ program, json, to, reason }: Flags & { to?: number; reason: string }) => {
      printAnswer(json, await rollBack(await connectOperator(), program, to, reason), modelsView);
    });
}
