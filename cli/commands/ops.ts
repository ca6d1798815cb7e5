import type { Command } from 'commander';
import type { ApiClient } from '../http/client';
import { wholeNumber } from '../numbers';
import { abandon, attention, attentionNotices, metrics, retry, returns, subscriptionReport } from '../ops/actions';
import { addressFileHelp, readAddressFile } from '../ops/addressFile';
import { connectOperator, operatorHelp } from '../ops/connect';
import { effectsReport, effectsView } from '../ops/effects';
import { printAnswer } from '../ops/print';
import { attentionView, metricsView, returnsView, shipmentView, subscriptionView } from '../ops/views';

interface JsonFlag {
  json?: boolean;
}

/** `everbox ops ...`: thin calls of the operator's part of the API. */
export function register(everbox: Command): void {
  const ops = everbox
    .command('ops')
    .description('look after a running Everbox, as an operator')
    .addHelpText('after', operatorHelp);
  const add = (name: string, description: string): Command =>
    ops.command(name).description(description).option('--json', "print the API's answer as one JSON value");

  add('attention', 'shipments that wait for a person, latest first').action(showAttention);
  add('retry', 'let a parked shipment go on')
    .argument('<shipment>', 'its ID')
    .option('--address-file <file>', 'JSON file with a mended address to go on with')
    .option('--for-subscription', 'keep that address for the boxes that follow, too (without it: for this box only)')
    .addHelpText('after', addressFileHelp)
    .action((shipment: string, flags: JsonFlag & { addressFile?: string; forSubscription?: boolean }) => {
      const { addressFile, forSubscription } = flags;
      if (forSubscription && addressFile === undefined) throw new Error('--for-subscription needs --address-file');
      const address = addressFile === undefined ? undefined : readAddressFile(addressFile);
      return show(flags, (api) => retry(api, shipment, { address, forSubscription }), shipmentView);
    });
  add('abandon', 'give a shipment up: what was done for it is undone, the charge refunded')
    .argument('<shipment>', 'its ID')
    .requiredOption('--reason <text>', 'why, for the record')
    .action((shipment: string, flags: JsonFlag & { reason: string }) =>
      show(flags, (api) => abandon(api, shipment, flags.reason), shipmentView),
    );
  add('effects', 'what was done at partners for a shipment: our records beside the simulator’s ledger, by key')
    .argument('<shipment>', 'its ID')
    .action((shipment: string, flags: JsonFlag) => show(flags, (api) => effectsReport(api, shipment), effectsView));
  add('subscription', 'where a subscription stands, with its cycles and shipments')
    .argument('<id>', 'its ID')
    .action((id: string, flags: JsonFlag) => show(flags, (api) => subscriptionReport(api, id), subscriptionView));
  add('returns', 'what customers send back, and why, latest first')
    .option('--program <id>', 'of one program only')
    .option('--limit <n>', 'how many at most', wholeNumber(1, 100_000), 50)
    .action(({ program, limit, ...flags }: JsonFlag & { program?: string; limit: number }) =>
      show(flags, (api) => returns(api, { programId: program, most: limit }), returnsView),
    );
  add('metrics', 'counts per program').action((flags: JsonFlag) => show(flags, metrics, metricsView));
}

/** What is amiss with workflows and rows goes first, and to stderr: it is no shipment. */
async function showAttention({ json }: JsonFlag): Promise<void> {
  const api = await connectOperator();
  for (const notice of await attentionNotices(api)) process.stderr.write(`everbox: ${notice}\n`);
  printAnswer(json, await attention(api), attentionView);
}

async function show<T>({ json }: JsonFlag, ask: (api: ApiClient) => Promise<T>, view: (answer: T) => string) {
  printAnswer(json, await ask(await connectOperator()), view);
}
