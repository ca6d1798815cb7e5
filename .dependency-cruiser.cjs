// Who may import whom, types included: "dependencies point inward" (docs/architecture.md). The compiler of TypeScript 7
// has no JavaScript API, so swc reads the imports; it sees `import type` as any other import. What is left at run time is
// checked on the compiler's output by .ci/runtime-layout.cjs.
const ours =
  '^(activities|api|bench|bin|cli|contract|db|deploy|dev|domain|facade|lake|serving|simulator|test|tools|usecases|web|workers|workflows)/';

/** A folder that may import only these of our own files. */
function onlyImports(folder, allowed, comment) {
  return {
    name: `${folder}-imports`,
    severity: 'error',
    comment,
    from: { path: `^${folder}/` },
    to: { path: ours, pathNot: allowed.map((path) => `^${path}`) },
  };
}

/** What a caller of workflows needs to know: messages, IDs, Schedules and search attributes, never their code. */
const workflowContracts = 'workflows/(.+/messages|schedules|searchAttributes)\\.ts$';

module.exports = {
  forbidden: [
    onlyImports('domain', ['domain/'], 'Pure rules: values in, values out.'),
    onlyImports('facade', ['facade/', 'domain/'], 'The gateway to partners knows nothing of the rest.'),
    onlyImports('db', ['db/', 'domain/'], 'Queries return values of the domain.'),
    onlyImports(
      'contract',
      ['contract/', 'domain/'],
      'What crosses the API, for whoever asks as well as for whoever answers: schemas of values, and nothing that serves them.',
    ),
    onlyImports('lake', ['lake/', 'domain/', 'db/', 'facade/files/'], 'Events for research, in files.'),
    onlyImports(
      'serving',
      ['serving/', 'domain/', 'db/'],
      'What answers from memory: read from the database, or worked out.',
    ),
    onlyImports(
      'simulator',
      ['simulator/', 'domain/', 'facade/(ports|testData)/', 'facade/webhooks/signature\\.ts$'],
      'The partners’ stand-in is a process of its own: it shares with us what crosses the wire, and the test data by which both decide.',
    ),
    onlyImports(
      'usecases',
      ['usecases/', 'domain/', 'db/', 'serving/', 'facade/(ports|files)/', 'contract/events\\.ts$', workflowContracts],
      'One thing that somebody wants done, whoever asks: it answers values and refuses by name, and knows nothing of HTTP. ' +
        'Events are judged one by one, so their schema is a rule here.',
    ),
    onlyImports(
      'workflows',
      ['workflows/', 'domain/', 'activities/index\\.ts$'],
      'Deterministic code: rules from the domain, and the types of activities.',
    ),
    onlyImports(
      'activities',
      ['activities/', 'usecases/', 'serving/', 'lake/', 'domain/', 'db/', 'facade/', workflowContracts],
      'Side effects: through the read model and the facade.',
    ),
    onlyImports(
      'api',
      [
        'api/',
        'contract/',
        'usecases/',
        'serving/',
        'domain/',
        'db/',
        workflowContracts,
        'facade/(ports/|webhooks/signature\\.ts$)',
      ],
      'The API talks to workflows by messages, and to partners not at all; it checks the signatures of their webhooks.',
    ),
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'Files that import each other, types included, are one file that is read in pieces.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-imports-test',
      severity: 'error',
      comment: 'Code that runs in production does not hang on test support.',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'domain-does-no-io',
      severity: 'error',
      comment: 'No files, no network, no database in the domain: a property test drives it as it is.',
      from: { path: '^domain/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'domain-libraries',
      severity: 'error',
      comment:
        'Dates, schemas, YAML, cells of the earth and a tree of words are values; anything else in the domain needs a decision first.',
      from: { path: '^domain/' },
      to: { path: '(^|/)node_modules/', pathNot: '(^|/)node_modules/(@types/)?(luxon|zod|yaml|h3-js|minisearch)/' },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'A file that imports nothing and that nothing imports is forgotten.',
      // Some are named by a tool's configuration only; `npm run deadcode` checks that they are.
      from: {
        orphan: true,
        pathNot: [
          '(^|/)\\.[^/]+\\.cjs$',
          '^vitest\\.config\\.mts$',
          '^\\.ci/',
          '^deploy/healthy\\.mjs$',
          '^test/support/',
        ],
      },
      to: {},
    },
    {
      name: 'no-development-package-in-production',
      severity: 'error',
      comment: 'An image installs `dependencies` only.',
      from: {
        path: '^(activities|api|bin|cli|contract|db|dev|domain|facade|lake|serving|simulator|usecases|web|workers|workflows)/',
      },
      to: { dependencyTypes: ['npm-dev'], pathNot: '(^|/)node_modules/@types/' },
    },
    {
      name: 'no-undeclared-package',
      severity: 'error',
      comment: 'What comes along with another package may leave with it.',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      comment: 'The file or package is not there.',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'swc',
    moduleSystems: ['cjs', 'es6'],
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '^(dist|coverage|\\.everbox|\\.git)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['everbox-source', 'node', 'require', 'import', 'default'],
      mainFields: ['main', 'types'],
    },
  },
};
