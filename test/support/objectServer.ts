import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Keys of one answer to a list: few, so that every test pages. */
const pageSize = 2;

/** What the SDK signs with, in this process; one try, so that a test sees each fault. */
const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_MAX_ATTEMPTS: '1' };

/**
 * As much of S3 as the warehouse asks for, in memory: put, get, delete and list of one bucket, paths in the style of
 * `/bucket/key`. It checks that requests are signed, not by whom.
 */
export class ObjectServer {
  readonly objects = new Map<string, Buffer>();
  /** How many requests to come fail with 500. */
  failures = 0;
  readonly gets: string[] = [];

  private constructor(private readonly server: ReturnType<typeof createServer>) {}

  static async start(): Promise<ObjectServer> {
    const server = createServer((request, response) => {
      started.answer(request, response).catch((error: Error) => response.destroy(error));
    });
    const started = new ObjectServer(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    Object.assign(process.env, credentials);
    return started;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const name of Object.keys(credentials)) delete process.env[name];
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    const key = decodeURIComponent(pathname).split('/').slice(2).join('/');
    if (this.failures > 0) {
      this.failures -= 1;
      response.writeHead(500).end('<Error><Code>InternalError</Code><Message>try again</Message></Error>');
    } else if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential=')) {
      response.writeHead(403).end('<Error><Code>AccessDenied</Code><Message>not signed</Message></Error>');
    } else if (key === '') {
      response.writeHead(200, { 'content-type': 'application/xml' }).end(this.list(searchParams));
    } else {
      this.one(request.method ?? '', key, body, response);
    }
  }

  private one(method: string, key: string, body: Buffer, response: ServerResponse): void {
    const found = this.objects.get(key);
    if (method === 'PUT') {
      this.objects.set(key, body);
      response.writeHead(200, { etag: etag(body) }).end();
    } else if (method === 'DELETE') {
      this.objects.delete(key);
      response.writeHead(204).end();
    } else if (!found) {
      response.writeHead(404).end('<Error><Code>NoSuchKey</Code><Message>no such key</Message></Error>');
    } else {
      this.gets.push(key);
      response.writeHead(200, { etag: etag(found), 'content-length': found.length }).end(found);
    }
  }

  private list(asked: URLSearchParams): string {
    const after = asked.get('continuation-token') ?? '';
    const keys = [...this.objects.keys()]
      .sort()
      .filter((key) => key.startsWith(asked.get('prefix') ?? '') && key > after);
    const page = keys.slice(0, pageSize);
    const contents = page.map((key) => {
      const object = this.objects.get(key) ?? Buffer.alloc(0);
      return `<Contents><Key>${key}</Key><Size>${object.length}</Size><ETag>${etag(object)}</ETag></Contents>`;
    });
    const isTruncated = keys.length > page.length;
    const next = isTruncated ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
    return `<ListBucketResult><IsTruncated>${isTruncated}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`;
  }
}

const etag = (content: Buffer): string => `"${createHash('md5').update(content).digest('hex')}"`;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
