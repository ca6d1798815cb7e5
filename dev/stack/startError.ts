/** Something the person at the terminal can mend. Its message is one sentence that says how; no stack trace is shown. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
