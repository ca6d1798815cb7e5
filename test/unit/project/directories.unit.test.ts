import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '#workers/paths';

test('nobody makes directories by Node’s recursive mkdir, which never returns under /proc', () => {
  const folders = 'activities api bench cli db dev facade lake serving simulator tools usecases workers'.split(' ');
  const files = execFileSync('git', ['ls-files', ...folders], { cwd: repositoryRoot(), encoding: 'utf8' });
  const guilty = files
    .split('\n')
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => /\bmkdir(Sync)?\([^)]*recursive/.test(readFileSync(join(repositoryRoot(), file), 'utf8')));
  expect(guilty).toEqual([]);
});
