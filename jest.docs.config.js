/** `npm run test:docs`: every command of the pages in docs/, on one stack; those of the README are among the integration tests. */
const { projects } = require('./jest.config');

const {
  globalSetup: _,
  globalTeardown: __,
  ...integration
} = projects.find(({ displayName }) => displayName === 'integration');
module.exports = { ...integration, displayName: 'docs', testMatch: ['<rootDir>/test/docs/**/*.docs.test.ts'] };
