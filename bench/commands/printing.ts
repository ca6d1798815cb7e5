import { Option } from 'commander';
import { wholeNumber } from '#cli/numbers';

/** Options that measurements share. */
export const json = new Option('--json', 'print the figures as one JSON value');
export const seed = new Option('--seed <n>', 'the same seed gives the same day or shop')
  .argParser(wholeNumber(0, 2 ** 31 - 1))
  .default(1);
export const items = new Option('--items <n>', 'items of the catalog')
  .argParser(wholeNumber(100, 100_000))
  .default(10_000);

/** The action of a measurement: measures, and prints the figures as JSON or as `describe` tells them. */
export function printing<Options, Figures>(
  measure: (options: Options) => Figures | Promise<Figures>,
  describe: (figures: Figures) => string,
): (flags: Options & { json?: boolean }) => Promise<void> {
  return async ({ json: asJson, ...options }) => {
    const figures = await measure(options as Options);
    process.stdout.write(asJson ? `${JSON.stringify(figures)}\n` : describe(figures));
  };
}

export const rowsBy =
  <Row>(describe: (row: Row) => string) =>
  (rows: Row[]): string =>
    rows.map(describe).join('');

export const spreadOf = ({ p50, p99, max }: { p50: number; p99: number; max: number }): string =>
  `p50 ${p50.toFixed(2)}, p99 ${p99.toFixed(2)}, max ${max.toFixed(2)} ms`;
