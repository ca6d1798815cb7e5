import type { Block } from './blocks';
import { type Checkout, createCheckout } from './checkout';
import { type BlockResult, Foreground, Shell } from './shell';

/** Somebody who does what the pages say, in their order: one checkout, a terminal for what stays up, one for the rest. */
export class Reader {
  private foreground: Foreground | undefined;
  private startedBy: string | undefined;
  private shell: Shell | undefined;

  private constructor(readonly checkout: Checkout) {}

  static async open(): Promise<Reader> {
    return new Reader(await createCheckout());
  }

  /** A new terminal: what the page before has set is gone. */
  async openPage(): Promise<void> {
    await this.shell?.close();
    this.shell = new Shell(this.checkout);
  }

  /** Starts what stays up, unless it is what stays up now. */
  async keepUp(block: Block): Promise<void> {
    if (this.startedBy !== block.text) await this.start(block);
  }

  async do(block: Block): Promise<BlockResult> {
    if (block.staysUp) return this.start(block);
    if (!this.shell) throw new Error('no page is open');
    return this.shell.run(block);
  }

  /** What no page says, in the same terminal. */
  type(text: string): Promise<BlockResult> {
    return this.do({
      page: 'no page',
      line: 0,
      language: 'sh',
      text,
      staysUp: false,
      isSlow: false,
      reasonNotToRun: null,
    });
  }

  async close(): Promise<void> {
    await this.shell?.close();
    await this.foreground?.interrupt();
    this.checkout.remove();
  }

  /** Instead of what stays up so far. */
  private async start(block: Block): Promise<BlockResult> {
    const exitCode = (await this.foreground?.interrupt()) ?? 0;
    this.startedBy = block.text;
    this.foreground = await Foreground.start(block, this.checkout);
    return { output: this.foreground.output, failed: exitCode === 0 ? [] : [`what ran before ended with ${exitCode}`] };
  }
}
