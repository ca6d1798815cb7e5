import { z } from 'zod';
import { plainPatterns } from '#domain/text';
import { components } from '#contract/common';

type Json = Record<string, unknown>;

/** Schemas with a name become references, everything else stands in place. */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const {
    $schema: _dialect,
    $defs: _definitions,
    ...rest
  } = z.toJSONSchema(schema, { metadata: components, io, override: describe }) as Json;
  const named = components.get(schema);
  return relocated(named ? { $ref: `#/$defs/${named.id}` } : rest) as Json;
}

/** What `describe` says of a schema is in zod's own registry, which the one with our names takes the place of. */
function describe({ zodSchema, jsonSchema: json }: { zodSchema: z.core.$ZodType; jsonSchema: Json }): void {
  const { description } = z.globalRegistry.get(zodSchema) ?? {};
  if (description !== undefined) json['description'] ??= description;
}

export function componentSchemas(): Json {
  const { schemas } = z.toJSONSchema(components, { uri: (id) => `#/$defs/${id}` }) as { schemas: Record<string, Json> };
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _dialect, $id: _id, ...rest }]) => [id, relocated(rest)]),
  );
}

/** zod keeps named schemas under `$defs`, OpenAPI under `components`. */
function relocated(value: unknown): unknown {
  const text = JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/');
  return JSON.parse(plainPatterns.reduce((json, [full, plain]) => json.replaceAll(quoted(full), quoted(plain)), text));
}

const quoted = (pattern: string): string => JSON.stringify(pattern);
