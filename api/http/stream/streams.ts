import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { Gauge, type Registry } from 'prom-client';
import { listenTo } from '#db/listen';
import type { Database } from '#db/pool';
import { deliveryEventsChannel } from '#db/deliveries/deliveryEvents';
import type { Caller } from '../context';
import { Problem, unavailable } from '../problems';
import { Bell } from './bell';
import type { Feed, FeedPage } from './feed';
import { defaultStreamSettings, type StreamSettings } from './settings';
import { Wakeups } from './wakeups';
import { EventWriter, SlowReader } from './writer';

/** How soon a reader connects again after the connection broke, ms. */
const reconnectMs = 2_000;
/** The longest that a timer of Node can run. */
const longestTimerMs = 2 ** 31 - 1;

interface OpenStream {
  /** Role and subject of the caller. */
  who: string;
  bell: Bell;
  hasEnded: boolean;
}

/** All event streams of one API process: how many there may be, what wakes them, and when they end. */
export class Streams {
  private readonly open = new Set<OpenStream>();
  private readonly perCaller = new Map<string, number>();
  private readonly settings: StreamSettings;
  private readonly wakeups: Wakeups;

  constructor(
    db: Database,
    registry: Registry,
    private readonly logger: Logger,
    settings: Partial<StreamSettings> = {},
  ) {
    this.settings = { ...defaultStreamSettings, ...settings };
    this.wakeups = new Wakeups((onMessage) => listenTo(db, deliveryEventsChannel, onMessage), logger);
    const { open } = this;
    const gauge = new Gauge({
      name: 'everbox_http_open_streams',
      help: 'Event streams that are open now',
      registers: [],
      collect() {
        this.set(open.size);
      },
    });
    registry.registerMetric(gauge);
  }

  /**
   * Sends what is stored, then what comes, until the feed is complete, the token ends, or the reader goes.
   * @throws Problem before anything was sent, when there are too many streams or the store does not answer.
   */
  async serve(req: Request, res: Response, caller: Caller, feed: Feed): Promise<void> {
    res.locals['streamed'] = true;
    const first = await feed.read(feed.afterId);
    res.set('Cache-Control', 'no-store');
    // 204 is how a server tells EventSource to stop connecting again.
    if (first.isComplete && first.events.length === 0) return void res.status(204).end();
    const release = this.admit(caller);
    const stream: OpenStream = { who: whoIs(caller), bell: new Bell(), hasEnded: false };
    const end = (): void => {
      stream.hasEnded = true;
      stream.bell.ring();
    };
    this.open.add(stream);
    const expiry = setTimeout(end, Math.min(caller.expiresAtMs - Date.now(), longestTimerMs));
    const unsubscribe = this.wakeups.subscribe(feed.topic, () => stream.bell.ring());
    stream.bell.ring(); // what came between the first page and this line is not missed
    res.on('close', end);
    try {
      // Proxies (nginx) would collect the events otherwise.
      res.status(200).set({ 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' });
      if (req.method !== 'HEAD') await this.send(res, feed, first, stream);
      res.end();
    } catch (error) {
      this.cut(res, error);
    } finally {
      clearTimeout(expiry);
      unsubscribe();
      this.open.delete(stream);
      release();
    }
  }

  /** Ends every stream; their readers connect again, to another process. */
  endAll(): void {
    for (const stream of this.open) {
      stream.hasEnded = true;
      stream.bell.ring();
    }
  }

  private async send(res: Response, feed: Feed, first: FeedPage, stream: OpenStream): Promise<void> {
    const writer = new EventWriter(res, this.settings.slowReaderMs);
    await writer.open(reconnectMs);
    let { afterId } = feed;
    for (let page = first; !stream.hasEnded; page = await feed.read(afterId)) {
      for (const event of page.events) {
        if (stream.hasEnded) return;
        await writer.event(event);
        afterId = event.id;
      }
      if (page.isComplete) return;
      // The page before this wait was read before the bell was waited for: a ring in between is kept by the bell.
      if (page.events.length > 0) continue;
      const rang = await stream.bell.wait(this.settings.heartbeatMs);
      if (!rang) await writer.heartbeat();
    }
  }

  /** Ends the oldest stream of the caller with the most; false when nobody has more than one. */
  private endOneOfTheGreediest(): boolean {
    const living = [...this.open].filter(({ hasEnded }) => !hasEnded); // oldest first
    const counts = new Map<string, number>();
    for (const { who } of living) counts.set(who, (counts.get(who) ?? 0) + 1);
    const most = Math.max(0, ...counts.values());
    const oldest = most > 1 ? living.find(({ who }) => counts.get(who) === most) : undefined;
    if (!oldest) return false;
    oldest.hasEnded = true;
    oldest.bell.ring();
    return true;
  }

  /** After the first byte there is no problem document any more: the reader connects again, and is told then. */
  private cut(res: Response, error: unknown): void {
    if (error instanceof SlowReader) this.logger.info('a stream was dropped: its reader does not read');
    else this.logger.warn({ err: error }, 'a stream was cut');
    res.destroy();
  }

  private admit(caller: Caller): () => void {
    const who = whoIs(caller);
    const theirs = this.perCaller.get(who) ?? 0;
    if (theirs >= this.settings.maxPerCaller) {
      const detail = `${theirs} streams of yours are open; close one first`;
      throw new Problem('TooManyStreams', detail, { headers: { 'Retry-After': '5' } });
    }
    const isFull = this.open.size >= this.settings.maxOpen;
    // Who has none yet is let in: a caller with the most loses the oldest, and may connect again when there is room.
    if (isFull && !(theirs === 0 && this.endOneOfTheGreediest())) throw unavailable('too many streams are open', 5);
    this.perCaller.set(who, theirs + 1);
    return () => {
      const left = (this.perCaller.get(who) ?? 1) - 1;
      if (left > 0) this.perCaller.set(who, left);
      else this.perCaller.delete(who);
    };
  }
}

const whoIs = ({ role, subject }: Caller): string => `${role}:${subject}`;
