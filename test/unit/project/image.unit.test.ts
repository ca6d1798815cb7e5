import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './fixture';

const read = (path: string): string => readFileSync(join(repository, path), 'utf8');
const stages = read('Dockerfile')
  .split(/^FROM /m)
  .slice(1);

/** What a stage takes from the checkout. */
function copied(stage: string): string[] {
  return [...stage.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources]) => sources!.split(' '));
}

const all = stages.flatMap(copied);

describe('the Dockerfile', () => {
  it.each([...new Set(all)])('copies %s, which exists and reaches the builder', (path) => {
    expect(existsSync(join(repository, path))).toBe(true);
    // .dockerignore leaves out everything but what it lists.
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    expect(allowed.filter((each) => path === each || path.startsWith(`${each}/`))).toHaveLength(1);
  });

  it('compiles every folder of sources that a process loads', () => {
    const folders = readdirSync(repository, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .filter((name) =>
        /^(activities|api|cli|contract|db|dev|domain|facade|lake|serving|simulator|usecases|web|workers|workflows)$/.test(
          name,
        ),
      );
    expect(copied(stages[0]!)).toEqual(expect.arrayContaining(folders));
  });

  it('pins its base images and does not run as root', () => {
    const bases = stages.map((stage) => stage.split(/\s/)[0]);
    expect(new Set(bases)).toEqual(new Set([expect.stringMatching(/^node:20\.\d+\.\d+-/)]));
    expect(stages.at(-1)).toMatch(/^USER node$/m);
  });

  it('starts what exists', () => {
    const command = /^CMD (\[.+\])$/m.exec(stages.at(-1)!)?.[1];
    const [, file] = JSON.parse(command!) as string[];
    expect(existsSync(join(repository, file!.replace(/^dist\//, '').replace(/\.js$/, '.ts')))).toBe(true);
  });
});
