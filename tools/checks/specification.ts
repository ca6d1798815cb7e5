import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

/** Faults of a compose file against the Compose Specification's JSON schema (deploy/schema). */
export function specificationProblems(compose: unknown, root: string): string[] {
  const schema = JSON.parse(readFileSync(join(root, 'deploy', 'schema', 'compose-spec.json'), 'utf8')) as object;
  // The schema marks what is deprecated and names formats of its own, which strict mode would refuse.
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  addFormats(ajv);
  const validate = ajv.compile(schema);
  if (validate(compose)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const property: unknown = params['additionalProperty'] ?? params['unevaluatedProperty'];
    const detail = typeof property === 'string' ? ` (${property})` : '';
    return `${instancePath || '/'} ${message}${detail}`;
  });
}
