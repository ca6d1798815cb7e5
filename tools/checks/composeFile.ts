import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Compose } from './compose';
import { everboxProblems } from './everboxServices';
import { interpolate, variablesOf } from './interpolate';
import { referenceProblems } from './references';
import { specificationProblems } from './specification';

/** Stands for every secret: as long as the strictest rule asks for. */
const sampleSecret = 'f'.repeat(64);
/** What nobody may choose for the person who starts the containers. */
const secretName = /PASSWORD|SECRET|KEY/;

/**
 * Everything that can be said of `text`, a compose file in `root`, without an engine: the specification, references
 * between services and to files, and whether each of our processes would accept its environment. Empty: nothing wrong.
 */
export function composeProblems(text: string, root: string): string[] {
  const variables = variablesOf(text);
  const compose: unknown = parseCompose(text);
  const optionalSecrets = variables
    .filter(({ name, isRequired }) => secretName.test(name) && !isRequired)
    .map(({ name }) => `\${${name}} is a secret without \`:?\`: it would be empty, or a default that everyone knows`);
  const specification = specificationProblems(compose, root);
  // The other checks read the shape that the specification gives.
  if (specification.length > 0) return [...specification, ...optionalSecrets];
  return [
    ...optionalSecrets,
    ...referenceProblems(compose as Compose, root),
    ...everboxProblems(compose as Compose, root),
  ];
}

/** The file with a sample for each secret; its shape is only sure once `composeProblems` has nothing to say. */
export function parseCompose(text: string): Compose {
  const required = variablesOf(text).filter(({ isRequired }) => isRequired);
  const samples = Object.fromEntries(required.map(({ name }) => [name, sampleSecret]));
  // Interpolated after parsing in compose itself; our values need no quoting, so before does as well.
  return parse(interpolate(text, samples), { merge: true }) as Compose;
}

export function readComposeFile(root: string): string {
  return readFileSync(join(root, 'docker-compose.yml'), 'utf8');
}
