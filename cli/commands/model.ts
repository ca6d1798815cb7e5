import { Option, type Command } from 'commander';
import { type ModelKind, modelKinds } from '#domain/selection/lifecycle';
import { connectOperator, operatorHelp } from '../ops/connect';
import { printAnswer } from '../ops/print';
import { wholeNumber } from '../numbers';
import { modelsOf, refresh, rollBack } from '../model/actions';
import { modelsView, refreshView } from '../model/views';

interface Flags {
  program: string;
  json?: boolean;
}

/** `everbox model ...`: the models of a program, through the operator's part of the API. */
export function register(everbox: Command): void {
  const model = everbox
    .command('model')
    .description('the models of picks and of sizes: which is in charge, train them now, go back')
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
  add('refresh', 'train the models now, and wait for what it comes to')
    .option('--wait <seconds>', 'how long to wait', wholeNumber(1, 86_400), 3_600)
    .action(async ({ program, json, wait }: Flags & { wait: number }) => {
      printAnswer(json, await refresh(await connectOperator(), program, wait * 1_000), refreshView);
    });
  add('rollback', 'put an earlier model in charge again')
    .addOption(new Option('--kind <kind>', 'what it is of').choices([...modelKinds]).default('selection'))
    .option('--to <version>', 'which (default: the one that was in charge before)', wholeNumber(1, 1_000_000))
    .option('--reason <text>', 'why, for the record', 'rolled back by hand')
    .action(async ({ program, json, kind, to, reason }: Flags & { kind: ModelKind; to?: number; reason: string }) => {
      printAnswer(json, await rollBack(await connectOperator(), program, to, reason, kind), modelsView);
    });
}
