import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyWebhook } from '#facade/webhooks/signature';
import { webhookSecret } from './rig';

interface ReceivedWebhook {
  eventId: string;
  trackingNumber: string;
  status: string;
  occurredAt: string;
  receivedAtMs: number;
}

export interface Receiver {
  url: string;
  received: ReceivedWebhook[];
  /** Requests whose signature did not fit, or that came to another path. */
  unexpected: string[];
  /** Status of the next answers; 204 takes the webhook. */
  answerWith: number;
  /** How often a request was answered with anything but 2xx. */
  refused: number;
  statusesOf(trackingNumber: string): string[];
  close(): Promise<void>;
}

/** Plays the API: takes webhooks that are signed, and keeps them. */
export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.statusCode = take(request, await readBody(request));
    response.end();
  };
  const take = (request: IncomingMessage, body: string): number => {
    const header = String(request.headers['everbox-signature']);
    const signed = verifyWebhook(webhookSecret, header, body, Date.now() / 1000);
    if (!signed || request.method !== 'POST' || request.url !== '/v1/webhooks/carrier') {
      receiver.unexpected.push(`${request.method} ${request.url} ${header}`);
      return 401;
    }
    if (receiver.answerWith >= 300) receiver.refused += 1;
    else receiver.received.push({ ...JSON.parse(body), receivedAtMs: Date.now() });
    return receiver.answerWith;
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    unexpected: [],
    answerWith: 204,
    refused: 0,
    statusesOf: (trackingNumber) =>
      receiver.received.filter((webhook) => webhook.trackingNumber === trackingNumber).map(({ status }) => status),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Waits until `check` is true; the test's own time limit ends it. */
export async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await check())) await sleep(20);
}
