import { bundlePathVariable } from './bundle';
import { startTestServers, type TestServers } from './servers';

declare global {
  var everboxTestServers: TestServers | undefined;
}

/** Starts the servers once for all integration tests; test files find them through the environment. */
export default async function globalSetup(): Promise<void> {
  const servers = await startTestServers();
  globalThis.everboxTestServers = servers;
  process.env['EVERBOX_TEST_POSTGRES_URL'] = servers.postgresUrl;
  process.env['EVERBOX_TEST_TEMPORAL_ADDRESS'] = servers.temporalAddress;
  process.env[bundlePathVariable] = servers.bundlePath;
}
