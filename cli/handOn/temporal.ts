import { readEnvironment } from '#workers/config';
import { readRunningStack } from '#dev/stack/runningStack';
import { launcherSettings } from '#dev/stack/settings';
import { findTemporalCli } from '#dev/stack/temporalCli';
import { run } from './run';

const noTemporal = 'No stack is running: start Everbox first (npm start), or set TEMPORAL_ADDRESS.';

/** The `temporal` command that the stack uses, on its server and namespace, or on those that the environment names. */
export async function temporal(args: string[]): Promise<number> {
  const { temporalCliPath, searchPath, cacheDirectory, ports, ...given } = launcherSettings(readEnvironment());
  const progress = (line: string): void => void process.stderr.write(`${line}\n`);
  const cli = await findTemporalCli({ explicitPath: temporalCliPath, searchPath, cacheDirectory, progress });
  const stack = given.temporalAddress === undefined ? readRunningStack() : undefined;
  const { temporalAddress, namespace } = stack ?? given;
  const code = await run(cli, args, {
    // Without a stack the command says that nobody answers there; its own default may be another project's server.
    TEMPORAL_ADDRESS: temporalAddress ?? `127.0.0.1:${ports.temporal}`,
    TEMPORAL_NAMESPACE: namespace,
  });
  // Help and the like need no server, so this is said of a failure only.
  if (code !== 0 && temporalAddress === undefined) progress(`everbox: ${noTemporal}`);
  return code;
}
