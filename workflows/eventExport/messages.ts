export const eventExportWorkflow = 'eventExport';

/** What an export did; a continued run adds to what those before it did. */
export interface EventExportResult {
  files: number;
  events: number;
  /** Erased customers and deleted events that were taken out, and how many files were written again for it. */
  erasedCustomers: number;
  retractedEvents: number;
  rewrittenFiles: number;
}

/** Null at the start. */
export type EventExportInput = Pick<EventExportResult, 'files' | 'events'> | null;
