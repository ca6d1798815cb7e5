import { repositoryRoot } from '#workers/paths';
import { composeProblems, parseCompose, readComposeFile } from './composeFile';
import { prometheusProblems, readPrometheusFile } from './prometheusFile';

/** `npm run compose:check`: exit code 1 and one line per problem, or nothing to complain about. */
const root = repositoryRoot();
const text = readComposeFile(root);
const ofCompose = composeProblems(text, root).map((problem) => `docker-compose.yml: ${problem}`);
// What it is held against must be a compose file.
const ofPrometheus =
  ofCompose.length > 0
    ? []
    : prometheusProblems(readPrometheusFile(root), parseCompose(text), root).map(
        (problem) => `deploy/prometheus.yml: ${problem}`,
      );
const problems = [...ofCompose, ...ofPrometheus];
for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length === 0) process.stdout.write('docker-compose.yml and deploy/prometheus.yml are valid\n');
else process.exitCode = 1;
