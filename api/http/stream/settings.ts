export interface StreamSettings {
  /** Streams that this process keeps open at once; more are asked to come back. */
  maxOpen: number;
  /** Streams of one caller: a page that leaks them must not use up everybody's. */
  maxPerCaller: number;
  /** Between two signs of life, ms; also how often the store is looked at, should a wake-up have been lost. */
  heartbeatMs: number;
  /** How long a reader may leave what was sent unread before it is dropped, ms. */
  slowReaderMs: number;
}

export const defaultStreamSettings: StreamSettings = {
  // An idle stream costs a socket, two timers and a look at an index every heartbeat.
  maxOpen: 1_000,
  maxPerCaller: 20,
  // Proxies commonly cut connections that are silent for 30 s or more.
  heartbeatMs: 15_000,
  slowReaderMs: 10_000,
};
