import { z } from 'zod';
import type { Endpoint } from './endpoint';
import { groupBy } from '#domain/numbers/groupBy';
import { componentSchemas, jsonSchema } from './openapiSchemas';
import { problemSchema } from './problemSchema';
import { type ProblemType, problemKinds } from './problems';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of these endpoints: made from the schemas that check the requests, so it cannot differ. */
export function openApiDocument(endpoints: readonly Endpoint[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operation(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Everbox',
      version,
      description: 'Subscription boxes that never lose their place. Errors are problem documents (RFC 9457).',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: '/' }],
    tags: ['customer', 'courier', 'partner', 'operator', 'service'].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        signature: { type: 'apiKey', in: 'header', name: 'Everbox-Signature' },
      },
      schemas: { ...componentSchemas(), Problem: problemSchema },
    },
  };
}

function operation(endpoint: Endpoint): Json {
  const { method, path, tag, summary, access } = endpoint;
  const parameters = [...parametersOf(endpoint.params, 'path'), ...parametersOf(endpoint.query, 'query')];
  if (endpoint.idempotent) parameters.push(idempotencyKey);
  if (endpoint.kind === 'stream') parameters.push(lastEventId);
  return {
    operationId: `${method}${path.replaceAll(/[^A-Za-z0-9]+(.)?/g, (_all, next?: string) => next?.toUpperCase() ?? '')}`,
    tags: [tag],
    summary,
    ...(Array.isArray(access) ? { description: `Roles: ${access.join(', ')}.` } : {}),
    security: securityOf(access),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...bodyOf(endpoint),
    responses: responsesOf(endpoint),
  };
}

const idempotencyKey: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'The same key with the same body gives the first answer; with another body it is refused.',
  schema: { type: 'string', pattern: '^[A-Za-z0-9_.:-]{1,128}$' },
};

const lastEventId: Json = {
  name: 'Last-Event-ID',
  in: 'header',
  required: false,
  description: '`id` of the last event that was read: the stream goes on after it, without gap or repeat.',
  schema: { type: 'string', pattern: '^[0-9]{1,15}$' },
};

function securityOf(access: Endpoint['access']): Json[] {
  if (access === 'public') return [];
  return access === 'signed' ? [{ signature: [] }] : [{ bearer: [] }];
}

function parametersOf(schema: z.ZodType, place: 'path' | 'query'): Json[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, part]) => ({
    name,
    in: place,
    required: place === 'path' || !part.safeParse(undefined).success,
    // The output side: a number in a query arrives as text, and is meant as a number.
    schema: jsonSchema(part, 'output'),
  }));
}

function bodyOf({ body: checked, documentedBody: body = checked }: Endpoint): Json {
  if (!(body instanceof z.ZodObject) || Object.keys(body.shape).length === 0) return {};
  const required = !body.safeParse({}).success;
  return { requestBody: { required, content: { 'application/json': { schema: jsonSchema(body, 'input') } } } };
}

const noContent = '204';
/** Statuses of what may be taken later. */
const comesBack: ReadonlySet<number> = new Set([429, 503]);
const retryAfter: Json = { description: 'Seconds after which to try again', schema: { type: 'integer', minimum: 1 } };

function responsesOf(endpoint: Endpoint): Json {
  const responses: Json = {};
  for (const [status, { description, schema, contentType = 'application/json' }] of Object.entries(
    endpoint.responses,
  )) {
    const content = { [contentType]: { schema: jsonSchema(schema, 'output') } };
    responses[status] = status === noContent ? { description } : { description, content };
  }
  for (const [status, types] of groupBy(problemsOf(endpoint), (type) => problemKinds[type].status)) {
    responses[status] = {
      description: types.map((type) => `\`${type}\`: ${problemKinds[type].title}`).join('; '),
      ...(comesBack.has(status) ? { headers: { 'Retry-After': retryAfter } } : {}),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
  return responses;
}

/** What the endpoint names, and what its declaration implies. */
export function problemsOf({ access, method, idempotent, changeOf, problems }: Endpoint): ProblemType[] {
  const implied: ProblemType[] = ['InvalidRequest', 'InternalError', 'Unavailable'];
  if (Array.isArray(access)) implied.push('Unauthenticated', 'Forbidden');
  if (method !== 'get') implied.push('MalformedJson', 'BodyTooLarge', 'UnsupportedMediaType');
  if (idempotent) implied.push('MissingIdempotencyKey', 'IdempotencyKeyReused');
  if (changeOf) implied.push('TooManyChanges');
  return [...new Set([...problems, ...implied])];
}
