import type { Role } from '#domain/subject';
import { type ApiRig, type Json, tokenFor } from './rig';

export interface ReadEvent {
  id: number;
  data: Json;
}

/** A reader of server-sent events, as a browser's EventSource is one. */
export class EventReader {
  readonly events: ReadEvent[] = [];
  heartbeats = 0;
  /** Resolves when the server ends the stream; rejects when the connection breaks. */
  readonly ended: Promise<void>;
  private readonly waiting = new Set<() => void>();

  private constructor(
    readonly response: Response,
    private readonly controller: AbortController,
  ) {
    this.ended = response.status === 200 ? this.read() : Promise.resolve();
    this.ended.catch(() => undefined);
  }

  static async open(
    rig: ApiRig,
    deliveryId: string,
    { lastEventId, role = 'customer', subject = 'cus_1', token }: ReaderOptions = {},
  ): Promise<EventReader> {
    const controller = new AbortController();
    const headers: Record<string, string> = {
      authorization: `Bearer ${token ?? (await tokenFor(role, subject))}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) }),
    };
    const url = `${rig.listening.url}/v1/deliveries/${deliveryId}/events`;
    return new EventReader(await fetch(url, { headers, signal: controller.signal }), controller);
  }

  get ids(): number[] {
    return this.events.map(({ id }) => id);
  }

  get kinds(): string[] {
    return this.events.map(({ data }) => data.kind);
  }

  close(): void {
    this.controller.abort();
  }

  /** Waits until this is so, looking at each thing that arrives; the test's own time-out ends the wait. */
  async until(isSo: (reader: EventReader) => boolean): Promise<void> {
    while (!isSo(this)) await new Promise<void>((resolve) => this.waiting.add(resolve));
  }

  private async read(): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of this.response.body ?? []) {
      rest += decoder.decode(chunk as Uint8Array, { stream: true });
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) this.take(block);
      for (const look of this.waiting) look();
      this.waiting.clear();
    }
  }

  private take(block: string): void {
    if (block === ':') this.heartbeats += 1;
    const [, id, data] = /^id: (\d+)\ndata: (.*)$/.exec(block) ?? [];
    if (id !== undefined && data !== undefined) this.events.push({ id: Number(id), data: JSON.parse(data) });
  }
}

interface ReaderOptions {
  lastEventId?: number | string;
  role?: Role;
  subject?: string;
  /** Instead of a fresh one of `role` and `subject`. */
  token?: string;
}
