/** Prints what the API answered: as one JSON value, or as people read it. */
export function printAnswer<T>(json: boolean | undefined, answer: T, view: (answer: T) => string): void {
  process.stdout.write(`${json ? JSON.stringify(answer) : view(answer)}\n`);
}
