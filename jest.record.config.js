/** `npm run histories:record`: not a test run, see `test/replay/histories.record.ts`. */
const { projects } = require('./jest.config');

const integration = projects.find(({ displayName }) => displayName === 'integration');
module.exports = { ...integration, displayName: 'record', testMatch: ['<rootDir>/test/**/*.record.ts'] };
