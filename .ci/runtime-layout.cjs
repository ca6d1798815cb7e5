// The layout rules that hold for what runs, checked on the compiler's output: type-only imports are gone from it, so that
// every import seen here is loaded by the worker. `npm run layout` compiles into dist/.layout first.
const compiled = '^dist/\\.layout/';

/** All that workflow code may load: a cached workflow carries every module it reaches, and Node is not there at all. */
const allowedInWorkflows = [`${compiled}(workflows|domain)/`, '(^|/)node_modules/@temporalio/(workflow|common)/'];

module.exports = {
  forbidden: [
    {
      name: 'workflow-bundle',
      severity: 'error',
      comment: 'No zod, no Node modules, no big library and no activity code in the workflow bundle, at any distance.',
      from: { path: `${compiled}workflows/index\\.js$` },
      to: { pathNot: allowedInWorkflows, reachable: true },
    },
    {
      name: 'workflow-contracts',
      severity: 'error',
      comment: 'Messages, Schedules and search attributes beside the workflows load no more than the workflows may.',
      from: { path: `${compiled}workflows/` },
      to: { pathNot: allowedInWorkflows },
    },
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'In a circle, what a module sees depends on who was loaded first.',
      from: { path: compiled },
      to: { circular: true },
    },
  ],
  options: {
    moduleSystems: ['cjs', 'es6'],
    doNotFollow: { path: '(^|/)node_modules/' },
    enhancedResolveOptions: {
      extensions: ['.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['node', 'require', 'default'],
    },
  },
};
