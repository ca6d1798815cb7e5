import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '#cli/eval/dispatch/measure';

export interface Answered {
  /** From sending to the last byte, with the client's own time. */
  roundTripMs: number;
  /** Of `Server-Timing`: the layer, and its time inside the server. */
  layer: string;
  serverMs: number;
}

/** A client with connections that stay open. */
export class LoadClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });

  constructor(private readonly baseUrl: string) {}

  ask(path: string, token: string): Promise<Answered> {
    const startedMs = performance.now();
    return new Promise((resolve, reject) => {
      const sent = get(`${this.baseUrl}${path}`, { agent: this.agent, headers: { authorization: `Bearer ${token}` } });
      sent.once('error', reject);
      sent.once('response', (response) => {
        response.resume();
        response.once('end', () => {
          const [layer = '', duration = '0'] = String(response.headers['server-timing'] ?? '').split(';dur=');
          if (response.statusCode !== 200) return reject(new Error(`${path}: ${response.statusCode}`));
          resolve({ roundTripMs: performance.now() - startedMs, layer, serverMs: Number(duration) });
        });
      });
    });
  }

  /** Sends at a fixed rate, whether or not answers have come: a slow answer does not spare the next request. */
  async atRate(perSecond: number, requests: (() => Promise<Answered>)[]): Promise<Answered[]> {
    const startedMs = performance.now();
    const answers: Promise<Answered>[] = [];
    for (const [n, send] of requests.entries()) {
      const waitMs = startedMs + (n * 1_000) / perSecond - performance.now();
      if (waitMs > 0) await sleep(waitMs);
      answers.push(send());
    }
    return Promise.all(answers);
  }

  close(): void {
    this.agent.destroy();
  }
}

export interface Spread {
  p50: number;
  p99: number;
  max: number;
}

/** Of all answers: through HTTP, and inside the server, ms. */
export const spreadOf = (answers: Answered[]): { roundTripMs: Spread; serverMs: Spread } => ({
  roundTripMs: spread(answers.map(({ roundTripMs }) => roundTripMs)),
  serverMs: spread(answers.map(({ serverMs }) => serverMs)),
});

const spread = (values: number[]): Spread => ({
  p50: percentile(values, 0.5),
  p99: percentile(values, 0.99),
  max: percentile(values, 1),
});
