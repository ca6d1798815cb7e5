import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { dataFault } from '#domain/plainData';
import { checkReadable } from '#usecases/catalog/import/file/csvFile';
import type { CustomerDeeds, TrainingItem } from '#domain/selection/model/types';
import { plainly } from '#domain/schemaWords';

/** A file of sequences or attributes can't be read; the message names file, line and rule. */
class SequencesError extends Error {}

/** Customers of a file, a line each: `customer item item ...`, oldest first. Their deeds have no times, only an order. */
export async function* readSequences(file: string): AsyncGenerator<CustomerDeeds> {
  await checkReadable(file);
  const seen = new Set<string>();
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number += 1;
    const [customerId, ...skus] = line.split(/\s+/).filter(Boolean);
    if (customerId === undefined) continue;
    if (seen.has(customerId)) throw new SequencesError(`${file}:${number}: customer ${customerId} has a line already`);
    if (skus.length === 0) throw new SequencesError(`${file}:${number}: customer ${customerId} has no items`);
    seen.add(customerId);
    yield { customerId, deeds: skus.map((sku) => ({ sku, kind: 'sent', atMs: 0 })) };
  }
}

const attributes = z.record(z.string().min(1), z.array(z.union([z.number(), z.string()])));

/** Items of a JSON file, `{"item": [attribute, ...]}`. Which attribute is a category and which a brand makes no difference. */
export function readAttributes(file: string): TrainingItem[] {
  const content = parsed(file);
  const unkept = dataFault(content);
  if (unkept) throw new SequencesError(`${file}: ${unkept.path.join('.') || 'the file'}: ${unkept.message}`);
  const { data, error } = attributes.safeParse(content, plainly);
  if (error) {
    const { path, message } = error.issues[0]!;
    throw new SequencesError(`${file}: ${path.join('.') || 'the file'}: ${message}`);
  }
  return Object.entries(data).map(([sku, own]) => ({ sku, categoryPath: own.map(String), brand: null }));
}

function parsed(file: string): unknown {
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SequencesError(`${file}: is not JSON: ${(error as Error).message}`);
  }
}
