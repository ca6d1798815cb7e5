import { readEnvironment } from '#workers/config';
import { launcherSettings } from '#dev/stack/settings';
import { findTemporalCli } from '#dev/stack/temporalCli';

/** Path of the command that the tests' Temporal server is started with, and that talks to it. */
export function testTemporalCli(): Promise<string> {
  const { temporalCliPath, searchPath, cacheDirectory } = launcherSettings(readEnvironment());
  return findTemporalCli({
    explicitPath: temporalCliPath,
    searchPath,
    cacheDirectory,
    progress: (line) => process.stderr.write(`${line}\n`),
  });
}
