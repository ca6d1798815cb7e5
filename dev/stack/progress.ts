/** Where a start tells how far it is. */
export interface Progress {
  /** Runs one step and says how long it took. */
  step<T>(label: string, work: () => Promise<T>): Promise<T>;
  note: (line: string) => void;
}

/** Lines such as `  1.2 s  Postgres`. A step is named when it is done; what takes minutes reports by `note`. */
export function lineProgress(write: (line: string) => void): Progress {
  const note = (line: string): void => write(`         ${line}`);
  return {
    note,
    async step(label, work) {
      const startedMs = performance.now();
      const result = await work();
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
      write(`${seconds.padStart(5)} s  ${label}`);
      return result;
    },
  };
}
