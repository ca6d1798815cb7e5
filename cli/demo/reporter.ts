/** Where a demo tells what happens, as it happens. */
export interface Reporter {
  /** Something that a customer did or got, at a business time (ms). */
  event(businessMs: number, customer: string, what: string): void;
  note(text: string): void;
}

export const silentReporter: Reporter = { event: () => undefined, note: () => undefined };

/** Lines such as `2026-03-14  cus_07  swapped "X" for "Y"`. */
export function lineReporter(write: (line: string) => void): Reporter {
  return {
    event: (businessMs, customer, what) => write(`${dateOf(businessMs)}  ${customer}  ${what}`),
    note: write,
  };
}

const dateOf = (businessMs: number): string => new Date(businessMs).toISOString().slice(0, 10);
