import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Compose, Service } from './compose';

/** What of a Prometheus configuration can be held against the rest of the checkout. */
const prometheusFile = z.looseObject({
  rule_files: z.array(z.string()),
  scrape_configs: z.array(
    z.looseObject({
      job_name: z.string(),
      dns_sd_configs: z.array(z.looseObject({ names: z.array(z.string()), port: z.int() })).default([]),
      static_configs: z.array(z.looseObject({ targets: z.array(z.string()) })).default([]),
    }),
  ),
});

/** Whoever has metrics; each process has some that no other one has. */
const jobs = ['everbox-api', 'everbox-worker', 'everbox-probe'];
/** The port on which a service of ours answers `GET /metrics`. */
const portVariables = ['EVERBOX_API_PORT', 'EVERBOX_WORKER_METRICS_PORT'];

/**
 * What is wrong with `text`, the deploy/prometheus.yml of `root`: a process that is not scraped, a service or port that
 * the compose file does not have, rules that are left out, and rules that ask for a job that there is not.
 */
export function prometheusProblems(text: string, compose: Compose, root: string): string[] {
  const { success, data: file, error } = prometheusFile.safeParse(parse(text));
  if (!success) return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  const named = file.scrape_configs.map(({ job_name }) => job_name);
  return [
    ...jobs.filter((job) => !named.includes(job)).map((job) => `there is no job ${job}`),
    ...file.scrape_configs.flatMap(({ job_name, dns_sd_configs }) =>
      dns_sd_configs.flatMap(({ names, port }) =>
        names.flatMap((name) =>
          targetProblems(compose.services[name], name, port).map((each) => `${job_name}: ${each}`),
        ),
      ),
    ),
    ...ruleFileProblems(file.rule_files, named, root),
  ];
}

function targetProblems(service: Service | undefined, name: string, port: number): string[] {
  if (!service) return [`${name} is no service of docker-compose.yml`];
  const ports = portVariables.flatMap((variable) => service.environment?.[variable] ?? []);
  return ports.includes(`${port}`) ? [] : [`${name} has no metrics on port ${port}`];
}

function ruleFileProblems(files: string[], named: string[], root: string): string[] {
  const directory = join(root, 'deploy');
  const missing = readdirSync(join(directory, 'alerts')).filter((file) => !files.includes(`alerts/${file}`));
  return [
    ...missing.map((file) => `alerts/${file} is left out of rule_files`),
    ...files.flatMap((file) => {
      if (!existsSync(join(directory, file))) return [`${file} does not exist`];
      const asked = readFileSync(join(directory, file), 'utf8').matchAll(/\bjob="([^"]*)"/g);
      return [...asked]
        .filter(([, job]) => !named.includes(job ?? ''))
        .map(([, job]) => `${file} asks for the job ${job}, which is not scraped`);
    }),
  ];
}

export function readPrometheusFile(root: string): string {
  return readFileSync(join(root, 'deploy', 'prometheus.yml'), 'utf8');
}
