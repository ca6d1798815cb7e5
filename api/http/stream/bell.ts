/** Rings while nobody waits are kept, as one: whoever waits next hears it at once. */
export class Bell {
  private rung = false;
  private hear: (() => void) | undefined;

  ring(): void {
    this.rung = true;
    this.hear?.();
  }

  /** True when it rang; false when `timeoutMs` passed in silence. One waits at a time. */
  async wait(timeoutMs: number): Promise<boolean> {
    if (!this.rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        this.hear = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.hear = undefined;
    }
    const rang = this.rung;
    this.rung = false;
    return rang;
  }
}
