import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { dataFault } from '../plainData';
import { plainly } from '../schemaWords';

/** A file of configuration is wrong; every line of the message names the file, the place, the path and the rule. */
export class ConfigFileError extends Error {
  constructor(readonly problems: string[]) {
    super(problems.join('\n'));
  }
}

/** What a file was found to hold: a value that its schema let through, or everything that is wrong with it. */
export type ParsedFile<T> = { value: T; problems: readonly [] } | { value?: undefined; problems: string[] };

/**
 * Reads a YAML text by its schema. `file` is its name (`zones/leeds.yaml`), used in messages and compared with the
 * `id` in it; `kind` says in messages what the file describes (`a zone`).
 */
export function parseConfigFile<T>(schema: z.ZodType<T>, text: string, file: string, kind: string): ParsedFile<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const syntax = [...document.errors, ...document.warnings].map(({ pos, message }) => {
    const { line, col } = lines.linePos(pos[0]);
    return `${file}:${line}:${col}: ${firstLine(message)}`;
  });
  if (syntax.length > 0) return { problems: syntax };

  let content: unknown;
  try {
    content = document.toJS();
  } catch (error) {
    // An alias of nothing, or aliases of aliases that would fill the memory.
    return { problems: [`${file}: ${firstLine(error instanceof Error ? error.message : String(error))}`] };
  }
  const unkept = dataFault(content);
  if (unkept) {
    const { path, message } = unkept;
    return { problems: [`${placeOf(document, lines, file, path)}: ${pathText(path)}: ${message}`] };
  }

  const { success, data, error } = schema.safeParse(content, plainly);
  const problems = (error?.issues ?? []).flatMap((issue) =>
    described(issue, kind).map(
      ({ path, rule }) => `${placeOf(document, lines, file, path)}: ${pathText(path)}: ${rule}`,
    ),
  );
  if (isMap(document.contents) && typeof document.get('id') === 'string' && document.get('id') !== stem(file)) {
    problems.push(`${placeOf(document, lines, file, ['id'])}: id: must be the file's name, "${stem(file)}"`);
  }
  return success && problems.length === 0 ? { value: data, problems: [] } : { problems };
}

type Path = (string | number)[];

function described(issue: z.core.$ZodIssue, kind: string): { path: Path; rule: string }[] {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], rule: `is not a key of ${kind}` }));
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) return [{ path, rule: 'is missing' }];
  return [{ path, rule: issue.message }];
}

/** `plans[0].chargeCents` */
function pathText(path: Path): string {
  if (path.length === 0) return '(the whole file)';
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

/** `file:line:column` of the value at a path, or of the nearest thing around it that the file does have. */
function placeOf(document: Document, lines: LineCounter, file: string, path: Path): string {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) {
      const { line, col } = lines.linePos(node.range[0]);
      return `${file}:${line}:${col}`;
    }
  }
  return file;
}

function stem(file: string): string {
  return file.replace(/^.*[/\\]/, '').replace(/\.yaml$/, '');
}

function firstLine(text: string): string {
  return text.split('\n')[0]!;
}
