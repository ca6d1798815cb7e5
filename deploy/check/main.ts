import { repositoryRoot } from '../../workers/paths';
import { composeProblems, readComposeFile } from './composeFile';

/** `npm run compose:check`: exit code 1 and one line per problem, or nothing to complain about. */
const root = repositoryRoot();
const problems = composeProblems(readComposeFile(root), root);
for (const problem of problems) process.stderr.write(`docker-compose.yml: ${problem}\n`);
if (problems.length === 0) process.stdout.write('docker-compose.yml is valid\n');
else process.exitCode = 1;
