import type { Command } from 'commander';
import { evaluateDispatch } from '../eval/dispatch/run';
import { evaluateFit } from '../eval/fit/run';
import { evaluateSelection } from '../eval/selection/run';
import { wholeNumber } from '../numbers';

/** `everbox eval ...`: how good a part of Everbox is, on data that it has not seen. */
export function register(everbox: Command): void {
  const command = everbox.command('eval').description('how well a part of Everbox does on recorded data');
  command
    .command('dispatch')
    .description('play a day of the Meal Delivery Routing Problem with the dispatcher, minute by minute')
    .requiredOption(
      '--instance <dir>',
      'folder with couriers.txt, orders.txt, restaurants.txt, instance_parameters.txt',
    )
    .requiredOption('--out <dir>', 'folder for the three solution files; made when it is not there')
    .option(
      '--every-courier <n>',
      'only every n-th line of couriers.txt, beginning with the first: a day that is too much for them',
      wholeNumber(1, 1_000),
      1,
    )
    .option('--json', 'print the summary as one JSON object')
    .action(evaluateDispatch);
  command
    .command('selection')
    .description('train the ensemble of selection on sequences, and write the 20 best unseen items of each customer')
    .requiredOption('--train <file>', 'sequences, a line each: customer item item ... (oldest first)')
    .option('--attributes <file>', 'JSON: {"item": [attribute, ...]}; its items are candidates too')
    .requiredOption('--out <file>', 'file for the lists, a line each: customer item item ... (best first)')
    .option('--json', 'print the summary as one JSON object')
    .action(evaluateSelection);
  command
    .command('fit')
    .description(
      'train the size ensemble on rentals, and write how likely each row of a test file is small, right, large',
    )
    .requiredOption('--train <csv>', 'rentals with measurements, `fit` (small, fit, large) and `rating`')
    .requiredOption('--test <csv>', 'the same columns less `fit` and `rating`, which are not read')
    .requiredOption('--out <csv>', 'file for p_small,p_fit,p_large, a row per row of the test file')
    .option('--json', 'print the summary as one JSON object')
    .action(evaluateFit);
}
