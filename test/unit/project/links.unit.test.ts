import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repository } from './fixture';

const markdownIn = (directory: string): string[] =>
  readdirSync(join(repository, directory))
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(directory, file));

/** Targets of a page's links to files, from the checkout's root. */
const linkedFrom = (page: string): string[] =>
  [...readFileSync(join(repository, page), 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(([, target]) =>
    join(dirname(page), target!),
  );

test('the README links every page of the docs', () => {
  const pages = markdownIn('docs');
  expect(pages.length).toBeGreaterThan(5);
  expect(linkedFrom('README.md')).toEqual(expect.arrayContaining(pages));
});

test.each([...markdownIn('.'), ...markdownIn('docs'), ...markdownIn('docs/decisions')])(
  '%s links nothing that is not there',
  (page) => {
    expect(linkedFrom(page).filter((target) => !existsSync(join(repository, target)))).toEqual([]);
  },
);
