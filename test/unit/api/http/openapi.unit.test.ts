import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { z } from 'zod';
import { openApiDocument, problemsOf } from '#api/http/openapi';
import { problemKinds, problemUri } from '#api/http/problems';
import { routes } from '#api/routes/index';

type Json = Record<string, unknown>;
interface Operation {
  operationId: string;
  parameters?: { name: string; in: string; required: boolean; schema: Json }[];
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, { description: string; content: Record<string, { schema: Json }> }>;
  security: Json[];
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Json>; securitySchemes: Json };
}

const document = openApiDocument(routes, '1.2.3') as unknown as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, path, method, operation })),
);

/** Every object of a JSON value, with the way to it. */
function* objectsOf(value: unknown, way = '#'): Generator<[string, Json]> {
  if (value === null || typeof value !== 'object') return;
  if (!Array.isArray(value)) yield [way, value as Json];
  for (const [key, part] of Object.entries(value)) yield* objectsOf(part, `${way}/${key}`);
}

test('every route is there, once', () => {
  expect(operations).toHaveLength(routes.length);
  for (const { path, method } of routes) expect(document.paths[path]?.[method]).toBeDefined();
  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(routes.length);
});

test('the speed of a test clock says its unit, where it is given and where it is told', () => {
  const speeds = [...objectsOf(document)].filter(
    ([way]) => way.endsWith('/properties/speed') && /TestClock|test-clocks/.test(way),
  );
  expect(speeds).toHaveLength(2);
  for (const [, { description }] of speeds)
    expect(description).toMatch(/seconds of business time .* second of the wall/);
});

test('changes of a subscription name their limit, and what spares a customer a charge has none', () => {
  const isChange = ({ path, method }: (typeof operations)[number]) =>
    method !== 'get' && path.startsWith('/v1/subscriptions/{id}/') && !path.endsWith('/ratings');
  const limited = (operation: Operation): boolean =>
    /TooManyChanges/.test(operation.responses['429']?.description ?? '');
  const free = operations.flatMap((each) => (isChange(each) && !limited(each.operation) ? [each.path] : []));
  const base = '/v1/subscriptions/{id}';
  expect(free.toSorted()).toEqual([`${base}/cancel`, `${base}/cycles/{n}/skip`, `${base}/pause`]);
  expect(operations.filter(isChange).length).toBe(free.length + 8);
  expect(operations.filter((each) => !isChange(each) && limited(each.operation))).toEqual([]);
  const headers = document.paths[`${base}/plan`]?.['patch']?.responses['429'];
  expect(headers).toMatchObject({ headers: { 'Retry-After': { schema: { type: 'integer' } } } });
});

test('every whole number of a request fits into a column of Postgres', () => {
  const schemas: Record<string, Json> = document.components.schemas;
  const resolved = (value: unknown, seen: readonly string[] = []): unknown => {
    if (Array.isArray(value)) return value.map((part) => resolved(part, seen));
    if (value === null || typeof value !== 'object') return value;
    const name = (value as { $ref?: string }).$ref?.split('/').at(-1);
    if (name !== undefined) return seen.includes(name) ? null : resolved(schemas[name], [...seen, name]);
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolved(part, seen)]));
  };
  const asked = operations.map(({ name, operation }) => [name, operation.parameters, operation.requestBody]);
  const whole = [...objectsOf(resolved(asked))].filter(([, { type }]) => type === 'integer');
  expect(whole.length).toBeGreaterThan(10);
  const isWide = ([, { maximum, enum: values }]: [string, Json]) => !values && !(Number(maximum) <= 2 ** 31 - 1);
  expect(whole.filter(isWide)).toEqual([]);
});

test('every reference leads somewhere, and every named schema is used', () => {
  const references = new Set(
    [...objectsOf(document)].flatMap(([, { $ref }]) => (typeof $ref === 'string' ? [$ref] : [])),
  );
  for (const reference of references) {
    const name = /^#\/components\/schemas\/(\w+)$/.exec(reference)?.[1] ?? '';
    expect([reference, document.components.schemas[name] !== undefined]).toEqual([reference, true]);
  }
  expect(references.size).toBe(Object.keys(document.components.schemas).length);
});

test('every pattern is plain: it compiles without flags, in ECMAScript and in engines like Python', () => {
  const patterns = [...objectsOf(document)].flatMap(([, { pattern }]) =>
    typeof pattern === 'string' ? [pattern] : [],
  );
  expect(patterns.length).toBeGreaterThan(18);
  for (const pattern of new Set(patterns)) {
    expect(() => new RegExp(pattern)).not.toThrow();
    expect(pattern).not.toMatch(/\\p\{|\(\?<|\\u\{|\\k</i); // property escapes, names and lookbehind, code points
  }
});

test('every schema compiles as JSON Schema 2020-12', () => {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, inlineRefs: false, keywords: ['components'] });
  addFormats(ajv);
  ajv.addSchema({ $id: 'everbox', components: document.components });
  // Each once: most answers of most routes are the same problem.
  const compiled = new Set<string>();
  const expectToCompile = (schema: Json): void => {
    const located = JSON.stringify(schema).replaceAll('"#/components', '"everbox#/components');
    if (compiled.has(located)) return;
    compiled.add(located);
    expect(() => ajv.compile(JSON.parse(located) as Json)).not.toThrow();
  };
  for (const schema of Object.values(document.components.schemas)) expectToCompile(schema);
  for (const { operation } of operations) {
    const bodies = [operation.requestBody, ...Object.values(operation.responses)];
    for (const body of bodies) for (const { schema } of Object.values(body?.content ?? {})) expectToCompile(schema);
    for (const { schema } of operation.parameters ?? []) expectToCompile(schema);
  }
});

test('OpenAPI 3.1 keeps its own rules', () => {
  expect(document.openapi).toMatch(/^3\.1\./);
  for (const { name, path, operation } of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
    expect([name, inPath.map((parameter) => parameter.name)]).toEqual([name, named]);
    expect(inPath.every(({ required }) => required)).toBe(true);
    expect(Object.keys(operation.responses).length).toBeGreaterThan(1);
    for (const [status, { description }] of Object.entries(operation.responses)) {
      expect([name, status]).toEqual([name, expect.stringMatching(/^[2-5]\d\d$/)]);
      expect(description).not.toBe('');
    }
    for (const scheme of operation.security.flatMap((requirement) => Object.keys(requirement))) {
      expect(document.components.securitySchemes).toHaveProperty(scheme);
    }
  }
});

test('every object of a request or an answer is closed', () => {
  const { Problem: _open, ...closed } = document.components.schemas;
  const isOpen = ([, schema]: [string, Json]) => schema['type'] === 'object' && !('additionalProperties' in schema);
  const open = [...objectsOf(closed), ...objectsOf(document.paths)].filter(isOpen);
  expect(open.map(([way]) => way)).toEqual([]);
});

test('writes of customers and ops take an Idempotency-Key; nothing else does', () => {
  for (const { name, method, path, operation } of operations) {
    const takes = (operation.parameters ?? []).some((parameter) => parameter.name === 'Idempotency-Key');
    // Events have IDs of their own.
    const hasIds = path.startsWith('/v1/webhooks/') || path === '/v1/events';
    // A workflow update, though a PUT: its ID is the key.
    const isUpdate = name === 'put /v1/subscriptions/{id}/cycles/{n}/delivery';
    const isWrite = ((method === 'post' || method === 'patch') && !hasIds) || isUpdate;
    expect([name, takes]).toEqual([name, isWrite]);
  }
});

test('every problem that an endpoint names is documented at its status', () => {
  for (const endpoint of routes) {
    const operation = document.paths[endpoint.path]?.[endpoint.method];
    for (const type of problemsOf(endpoint)) {
      expect(operation?.responses[problemKinds[type].status]?.description).toContain(`\`${type}\``);
    }
  }
  const named = document.components.schemas['Problem'] as { properties: { type: { enum: string[] } } };
  expect(named.properties.type.enum).toEqual(
    (Object.keys(problemKinds) as (keyof typeof problemKinds)[]).map(problemUri),
  );
});

describe.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_name, route) => {
  test.each(['params', 'query', 'body'] as const)('refuses what its %s does not declare', (part) => {
    const schema = route[part];
    expect(schema).toBeInstanceOf(z.ZodObject);
    const issues = schema.safeParse({ undeclaredField: 1 }).error?.issues ?? [];
    expect(issues).toContainEqual(expect.objectContaining({ code: 'unrecognized_keys', keys: ['undeclaredField'] }));
  });
});
