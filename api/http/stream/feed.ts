/** One event of a stream. IDs rise, and an event never appears below one that was read. */
export interface StreamEvent {
  id: number;
  data: unknown;
}

export interface FeedPage {
  events: StreamEvent[];
  /** Nothing will ever follow these events. */
  isComplete: boolean;
}

/** What a stream sends: all that is stored after an event, and what comes later. */
export interface Feed {
  /** What wake-ups are sent under when there is something new. */
  topic: string;
  /** The last event that the reader has; 0: none. */
  afterId: number;
  /** The next events, oldest first: a page's worth, so that a long past is never in memory at once. */
  read: (afterId: number) => Promise<FeedPage>;
}
