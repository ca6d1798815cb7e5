import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeProblems, readComposeFile } from '#tools/checks/composeFile';
import { interpolate, variablesOf } from '#tools/checks/interpolate';
import { searchAttributeKeys } from '#workflows/searchAttributes';
import { changed } from '#test/support/changed';
import { repository } from './fixture';

const real = readComposeFile(repository);

describe('docker-compose.yml', () => {
  it('is valid', () => {
    expect(composeProblems(real, repository)).toEqual([]);
  });

  it('asks for every secret, and for nothing else', () => {
    const required = variablesOf(real).filter(({ isRequired }) => isRequired);
    expect(required.map(({ name }) => name).sort()).toEqual([
      'EVERBOX_JWT_SECRET',
      'EVERBOX_PARTNER_API_KEY',
      'EVERBOX_WEBHOOK_SECRET',
      'POSTGRES_PASSWORD',
    ]);
  });

  it.each([
    ['a key that the specification does not know', 'restart: unless-stopped', 'restarts: always', 'restarts'],
    ['a value of the wrong type', 'depends_on:\n', 'depends_on: 7\n    x-was:\n', '/depends_on'],
    ['an image without a tag', 'temporalio/ui:2.52.0', 'temporalio/ui', 'image temporalio/ui needs a fixed tag'],
    ['a tag that moves', 'temporalio/ui:2.52.0', 'temporalio/ui:latest', 'needs a fixed tag'],
    ['a Dockerfile that is not there', 'dockerfile: Dockerfile', 'dockerfile: Containerfile', 'does not exist'],
    ['a file that is not there', './deploy/temporal/setup.sh:', './deploy/temporal/gone.sh:', 'gone.sh does not exist'],
    ['a volume that is not declared', /\nvolumes:\n {2}postgres:\n$/, '\n', 'volume postgres is not declared'],
    ['an unknown service', 'temporal-setup:\n        condition', 'temporal-settup:\n        condition', 'no service'],
    [
      'a wait for a health check that is off',
      'simulator:\n        condition',
      'worker:\n        condition',
      'no health check',
    ],
    [
      'a wait for an end that never comes',
      /condition: service_healthy/,
      'condition: service_completed_successfully',
      'restarts for ever',
    ],
    ['a port that is open to the network', '127.0.0.1:7700:7700', '7700:7700', 'open to the network'],
    [
      'a secret with a default',
      'EVERBOX_JWT_SECRET:?set it in .env',
      'EVERBOX_JWT_SECRET:-secret',
      'EVERBOX_JWT_SECRET',
    ],
    [
      'a process that does not exist',
      'dist/workers/processes/api.js',
      'dist/workers/processes/app.js',
      "none of Everbox's processes",
    ],
    [
      'a variable that no process reads',
      'EVERBOX_CARRIER_URL:',
      'EVERBOX_CARIER_URL:',
      'EVERBOX_CARIER_URL, which no process reads',
    ],
    ['a variable that is missing', 'EVERBOX_CARRIER_URL:', 'EVERBOX_LOG_LEVEL:', 'EVERBOX_CARRIER_URL must be'],
    [
      'a value that a process refuses',
      'TEMPORAL_ADDRESS: temporal:7233',
      'TEMPORAL_ADDRESS: temporal',
      'TEMPORAL_ADDRESS must be',
    ],
  ])('would be refused for %s', (_, from, to, problem) => {
    expect(composeProblems(changed(real, from, to), repository)).toContainEqual(expect.stringContaining(problem));
  });
});

describe('interpolation', () => {
  it('reads variables as compose does', () => {
    const values = { SET: 'value', EMPTY: '' };
    expect(interpolate('${SET} ${SET:-no} ${EMPTY:-default} ${UNSET:-default} ${UNSET} $$5', values)).toBe(
      'value value default default  $5',
    );
  });
});

describe('the set-up of Temporal', () => {
  it('registers the search attributes that the workflows use', () => {
    const script = readFileSync(join(repository, 'deploy/temporal/setup.sh'), 'utf8');
    const names = /^for name in (.+); do$/m.exec(script)?.[1]?.split(' ');
    expect(names).toEqual(searchAttributeKeys.map(({ name }) => name));
  });
});
