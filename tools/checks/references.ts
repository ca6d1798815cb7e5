import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Compose, Service } from './compose';

/** What the specification's schema cannot see: names that must exist, and conditions that could never come true. */
export function referenceProblems(compose: Compose, root: string): string[] {
  return Object.entries(compose.services).flatMap(([name, service]) =>
    [
      ...imageProblems(service, root),
      ...volumeProblems(service, compose, root),
      ...dependencyProblems(service, compose),
      ...portProblems(service),
    ].map((problem) => `services.${name}: ${problem}`),
  );
}

function imageProblems({ image, build }: Service, root: string): string[] {
  const tag = image?.split('/').at(-1)?.split(':')[1];
  // A tag that moves brings in what nobody has tried.
  if (!tag || tag === 'latest') return [`image ${image} needs a fixed tag`];
  if (!build) return [];
  const dockerfile = join(root, build.context, build.dockerfile);
  if (!existsSync(dockerfile)) return [`build.dockerfile ${build.dockerfile} does not exist`];
  const hasTarget =
    !build.target || new RegExp(`^FROM .+ AS ${build.target}$`, 'im').test(readFileSync(dockerfile, 'utf8'));
  return hasTarget ? [] : [`build.target ${build.target} is no stage of ${build.dockerfile}`];
}

function volumeProblems({ volumes = [] }: Service, compose: Compose, root: string): string[] {
  return volumes.flatMap((volume) => {
    const source = volume.split(':')[0] ?? '';
    if (source.startsWith('.')) return existsSync(join(root, source)) ? [] : [`volume ${source} does not exist`];
    return compose.volumes && source in compose.volumes ? [] : [`volume ${source} is not declared`];
  });
}

function dependencyProblems({ depends_on = {} }: Service, { services }: Compose): string[] {
  return Object.entries(depends_on).flatMap(([name, { condition }]) => {
    const other = services[name];
    if (!other) return [`depends on ${name}, which is no service`];
    if (condition === 'service_healthy' && (!other.healthcheck || other.healthcheck.disable)) {
      return [`waits until ${name} is healthy, but ${name} has no health check`];
    }
    if (condition === 'service_completed_successfully' && other.restart !== 'no') {
      return [`waits until ${name} has ended, but ${name} restarts for ever`];
    }
    return [];
  });
}

function portProblems({ ports = [] }: Service): string[] {
  return ports
    .filter((port) => !port.startsWith('127.0.0.1:'))
    .map((port) => `port ${port} is open to the network: publish it on 127.0.0.1`);
}
