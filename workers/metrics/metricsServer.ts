import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface MetricsServer {
  url: string;
  stop(): Promise<void>;
}

/**
 * Serves `GET /metrics` (and `/healthz`, for probes of the process) on a port of its own; port 0 takes a free one.
 * Rejects when the port is in use.
 */
export async function serveMetrics(
  render: () => Promise<string>,
  { host, port }: { host: string; port: number },
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    const answer = (status: number, text: string): void => {
      response.writeHead(status, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text);
    };
    if (request.method !== 'GET') return answer(405, 'only GET\n');
    if (request.url === '/healthz') return answer(200, 'ok\n');
    if (request.url !== '/metrics') return answer(404, 'there is /metrics and /healthz\n');
    render().then(
      (text) => answer(200, text),
      () => answer(500, 'the metrics could not be read\n'),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port: taken } = server.address() as AddressInfo;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`, stop: () => close(server) };
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
