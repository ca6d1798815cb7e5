import { ConfigFileError } from '#domain/configFile/parse';
import { countOf } from '#domain/countOf';

/**
 * Checks files one by one with `read`, then what must hold `between` them; prints every problem, and leaves exit code 1
 * when there is one.
 */
export function checkFiles(
  paths: string[],
  read: (path: string) => unknown,
  noun: string,
  json = false,
  between: () => string[] = () => [],
): void {
  const problems = [...paths.flatMap((path) => problemsOf(path, read)), ...between()];
  if (problems.length > 0) process.exitCode = 1;
  if (json) {
    process.stdout.write(`${JSON.stringify({ ok: problems.length === 0, checked: paths.length, problems })}\n`);
  } else if (problems.length > 0) {
    process.stderr.write(`${problems.join('\n')}\n`);
  } else {
    process.stdout.write(`${countOf(paths.length, `${noun} is`, `${noun}s are`)} valid\n`);
  }
}

function problemsOf(path: string, read: (path: string) => unknown): string[] {
  try {
    read(path);
    return [];
  } catch (error) {
    if (error instanceof ConfigFileError) return error.problems;
    throw error;
  }
}
