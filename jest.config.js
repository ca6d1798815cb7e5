/** Unit tests need nothing; integration tests share one real Postgres and one real Temporal, started by globalSetup. */
const shared = {
  testEnvironment: 'node',
  // Globals of a test's context are looked up through an interceptor, each time; in arithmetic that is most of the time.
  // These are handed to every module as parameters instead. None of them is ever replaced (fake timers replace Date).
  sandboxInjectedGlobals: [
    'Array',
    'Error',
    'Infinity',
    'JSON',
    'Map',
    'Math',
    'Number',
    'Object',
    'Reflect',
    'RegExp',
    'Set',
    'String',
    'Symbol',
    'Uint8Array',
  ],
  transform: {
    '\\.[jt]s$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        // Packages that are ESM only are loaded by a real import(), which globalSetup and the servers can do.
        module: { type: 'commonjs', ignoreDynamic: true },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.everbox/'],
};

module.exports = {
  maxWorkers: 2,
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/test/**/*.unit.test.ts'] },
    {
      ...shared,
      displayName: 'integration',
      testMatch: ['<rootDir>/test/**/*.integration.test.ts'],
      globalSetup: '<rootDir>/test/support/globalSetup.ts',
      globalTeardown: '<rootDir>/test/support/globalTeardown.ts',
      setupFilesAfterEnv: ['<rootDir>/test/support/integrationTimeout.ts'],
    },
  ],
};
