import { Writable } from 'node:stream';
import pino from 'pino';
import { Bell } from '#api/http/stream/bell';
import { Wakeups } from '#api/http/stream/wakeups';
import { EventWriter, SlowReader } from '#api/http/stream/writer';

const logger = pino({ level: 'silent' });
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a bell', () => {
  test('is heard by who waits, and by who comes later, once', async () => {
    const bell = new Bell();
    const waiting = bell.wait(60_000);
    bell.ring();
    expect(await waiting).toBe(true);
    bell.ring();
    bell.ring();
    expect([await bell.wait(60_000), await bell.wait(1)]).toEqual([true, false]);
  });
});

describe('an event writer', () => {
  test('writes events as the standard has them', async () => {
    const chunks: string[] = [];
    const out = new Writable({ write: (chunk, _encoding, done) => (chunks.push(String(chunk)), done()) });
    const writer = new EventWriter(out, 1_000);
    await writer.open(2_000);
    await writer.event({ id: 7, data: { text: 'two\nlines' } });
    await writer.heartbeat();
    expect(chunks.join('')).toBe('retry: 2000\n\nid: 7\ndata: {"text":"two\\nlines"}\n\n:\n\n');
  });

  test('waits for its reader, and holds no more than one event for one who does not read', async () => {
    let taken = 0;
    const out = new Writable({ highWaterMark: 1, write: () => (taken += 1) }); // never done
    const writer = new EventWriter(out, 20);
    await expect(writer.event({ id: 1, data: {} })).rejects.toThrow(SlowReader);
    expect([taken, out.writableLength]).toEqual([1, 'id: 1\ndata: {}\n\n'.length]);
  });

  test('lets go of a reader who went away', async () => {
    const out = new Writable({ highWaterMark: 1, write: () => undefined });
    const writing = new EventWriter(out, 60_000).event({ id: 1, data: {} });
    out.destroy();
    await writing;
    await new EventWriter(out, 60_000).event({ id: 2, data: {} });
    expect(out.destroyed).toBe(true);
  });
});

describe('wake-ups', () => {
  /** Connections that the test makes, breaks and sends through. */
  class Line {
    made = 0;
    closed = 0;
    send: (topic: string) => void = () => undefined;
    breakOff: () => void = () => undefined;
    failures = 0;

    listen = async (onMessage: (topic: string) => void) => {
      this.made += 1;
      if (this.failures-- > 0) throw new Error('refused');
      this.send = onMessage;
      const ended = new Promise<void>((resolve) => {
        this.breakOff = resolve;
      });
      return { ended, close: async () => void (this.closed += 1) };
    };
  }

  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await turn();
  }

  test('go to those who listen to that topic, through one connection, which ends with the last of them', async () => {
    const line = new Line();
    const wakeups = new Wakeups(line.listen, logger);
    const heard: string[] = [];
    const leave = ['a', 'a', 'b'].map((topic, index) => wakeups.subscribe(topic, () => heard.push(`${topic}${index}`)));
    await until(() => heard.length === 3); // of what was missed before there was a connection
    heard.length = 0;
    line.send('a');
    line.send('c');
    expect(heard).toEqual(['a0', 'a1']);
    leave[0]?.();
    line.send('a');
    expect(heard).toEqual(['a0', 'a1', 'a1']);
    for (const go of leave) go();
    await until(() => line.closed === 1);
    expect(line.made).toBe(1);
  });

  test('come back after a break and after refusals, and then wake everybody', async () => {
    const line = new Line();
    const wakeups = new Wakeups(line.listen, logger);
    let heard = 0;
    const leave = wakeups.subscribe('a', () => (heard += 1));
    await until(() => heard === 1);
    line.failures = 1;
    line.breakOff();
    await until(() => heard === 2);
    expect([line.made, line.closed]).toEqual([3, 1]);
    leave();
    await until(() => line.closed === 2);
  });

  test('serve who comes while the last one leaves', async () => {
    const line = new Line();
    const wakeups = new Wakeups(line.listen, logger);
    let heard = 0;
    const leave = wakeups.subscribe('a', () => undefined);
    await until(() => line.made === 1);
    leave();
    const leaveToo = wakeups.subscribe('b', () => (heard += 1));
    await until(() => heard > 0);
    leaveToo();
    await until(() => line.closed === line.made);
    expect(line.closed).toBe(line.made);
  });
});
