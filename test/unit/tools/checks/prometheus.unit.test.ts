import { parseCompose, readComposeFile } from '#tools/checks/composeFile';
import { prometheusProblems, readPrometheusFile } from '#tools/checks/prometheusFile';
import { repositoryRoot } from '#workers/paths';
import { changed } from '#test/support/changed';

const root = repositoryRoot();
const compose = parseCompose(readComposeFile(root));
const real = readPrometheusFile(root);

test('the scrape configuration has every process, at the port where compose serves it, and all rules', () => {
  expect(prometheusProblems(real, compose, root)).toEqual([]);
});

test.each([
  ['a process that is not scraped', 'job_name: everbox-api', 'job_name: everbox-web', 'there is no job everbox-api'],
  ['a job that rules ask for', 'job_name: everbox-worker', 'job_name: w', 'asks for the job everbox-worker'],
  ['a service that is not there', 'names: [worker]', 'names: [workers]', 'workers is no service'],
  ['a port without metrics', 'port: 7711', 'port: 7700', 'worker has no metrics on port 7700'],
  ['rules that are left out', 'alerts/everbox.yaml', 'alerts/other.yaml', 'alerts/everbox.yaml is left out'],
  ['rules that are not there', 'alerts/everbox.yaml', 'alerts/other.yaml', 'alerts/other.yaml does not exist'],
  ['another shape', 'scrape_configs:', 'scrapes:', 'scrape_configs'],
])('names %s', (_what, from, to, problem) => {
  expect(prometheusProblems(changed(real, from, to), compose, root).join('\n')).toContain(problem);
});
