import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { dataFault } from '#domain/plainData';
import { faultTexts, plainly } from '#domain/schemaWords';
import { address } from '#contract/subscription';

/**
 * The address in a JSON file, as the API takes it: name, line1, line2, city, postalCode, country.
 * @throws Error with one sentence that names the file, and the field and its rule
 */
export function readAddressFile(path: string): z.output<typeof address> {
  const content = readJson(path);
  const unkept = dataFault(content);
  if (unkept) throw new Error(`${path} is not an address: ${unkept.path.join('.') || 'the file'}: ${unkept.message}`);
  const parsed = address.safeParse(content, plainly);
  if (parsed.success) return parsed.data;
  const faults = faultTexts(parsed.error, 'the file', 'is not part of an address');
  throw new Error(`${path} is not an address: ${faults.join('; ')}`);
}

function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${path} cannot be read (${code ?? 'unknown cause'})`, { cause: error });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path} is not JSON`, { cause: error });
  }
}

/** What `--address-file` takes. */
export const addressFileHelp = `
The address file is one JSON object; line2 and location may be left out, country has two capital letters:
  { "name": "Ada", "line1": "1 High Street", "line2": "Flat 2", "city": "London", "postalCode": "N1 1AA", "country": "GB",
    "location": { "lat": 51.53, "lng": -0.1 } }`;
