import { once } from 'node:events';
import { get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expressServer } from '#api/http/expressServer';

const app = express();
app.get('/echo/:word', (req, res) => {
  res.json({ word: req.params.word, query: req.query, agent: req.get('x-agent') });
});
const server = expressServer(app, { keepAliveTimeout: 1_000 });
const born: [request: IncomingMessage, response: ServerResponse, prototypes: unknown[]][] = [];
// Before Express has seen them.
server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
  born.push([request, response, [Object.getPrototypeOf(request), Object.getPrototypeOf(response)]]);
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

async function ask(path: string): Promise<{ status: number | undefined; body: unknown }> {
  const { port } = server.address() as AddressInfo;
  const sent = get({ port, path, headers: { 'x-agent': 'a test' } });
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks = await response.toArray();
  return { status: response.statusCode, body: JSON.parse(Buffer.concat(chunks as Buffer[]).toString()) };
}

test('requests have the prototypes that Express would give them before it sees them, and keep them', async () => {
  await ask('/echo/a');
  const [request, response, prototypes] = born.at(-1)!;
  expect(prototypes[0]).toBe(app.request);
  expect(prototypes[1]).toBe(app.response);
  expect(Object.getPrototypeOf(request)).toBe(app.request);
  expect(Object.getPrototypeOf(response)).toBe(app.response);
});

test('they are what Node and Express make of them otherwise', async () => {
  expect(await ask('/echo/a%20b?c=d')).toEqual({
    status: 200,
    body: { word: 'a b', query: { c: 'd' }, agent: 'a test' },
  });
  const [request, response] = born.at(-1)!;
  expect(request.method).toBe('GET');
  expect(request.url).toBe('/echo/a%20b?c=d');
  expect(response.writableFinished).toBe(true);
});
