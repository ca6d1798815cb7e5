import { bundlePathVariable } from './bundle';
import { startTestServers } from './servers';

/** Starts the servers once for all integration tests; test files find them through the environment. Answers what stops them. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const servers = await startTestServers();
  process.env['EVERBOX_TEST_POSTGRES_URL'] = servers.postgresUrl;
  process.env['EVERBOX_TEST_TEMPORAL_ADDRESS'] = servers.temporalAddress;
  process.env[bundlePathVariable] = servers.bundlePath;
  return () => servers.stop();
}
