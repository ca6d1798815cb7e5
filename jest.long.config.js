/** `npm run test:long`: proofs that take hours; each has a short form among the integration tests. */
const { projects } = require('./jest.config');

const integration = projects.find(({ displayName }) => displayName === 'integration');
module.exports = { ...integration, displayName: 'long', testMatch: ['<rootDir>/test/long/**/*.long.test.ts'] };
