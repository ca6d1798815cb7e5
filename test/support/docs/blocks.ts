import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '#workers/paths';

/**
 * What becomes of a fenced block, as its opening line says behind the language, where readers of the page do not see it:
 * nothing is run as it is printed; `slow` too, by `npm run test:docs` only; `stays-up` is started and kept, as it would be
 * in a terminal of its own; `no-test:` says why it cannot be run in a test.
 */
export interface Block {
  /** The page, relative to the repository. */
  page: string;
  /** The line of the page on which its text begins. */
  line: number;
  language: string;
  text: string;
  staysUp: boolean;
  isSlow: boolean;
  /** Why it is not run; null: it is. */
  reasonNotToRun: string | null;
}

const marks = new Set(['', 'slow', 'stays-up']);
const fence = /^( *)```([^\n`]*)\n([\s\S]*?)^\1``` *$/gm;

/** All fenced blocks of a page, in order. @throws Error for a mark that is none of the known ones */
export function blocksOf(page: string, markdown: string): Block[] {
  return [...markdown.matchAll(fence)].map(({ index, 2: info = '', 3: text = '' }) => {
    const [, language = '', mark = ''] = /^(\S*) *(.*?) *$/.exec(info) ?? [];
    const line = markdown.slice(0, index).split('\n').length + 1;
    const reason = /^no-test: (\S.*)$/.exec(mark)?.[1] ?? null;
    if (reason === null && !marks.has(mark)) throw new Error(`${page}:${line}: "${mark}" is no mark`);
    return {
      page,
      line,
      language,
      text,
      staysUp: mark === 'stays-up',
      isSlow: mark === 'slow',
      reasonNotToRun: reason,
    };
  });
}

/** README and the pages of `docs/`, in the order of their names. */
export function pagesWithCommands(): string[] {
  const pages = readdirSync(join(repositoryRoot(), 'docs')).filter((name) => name.endsWith('.md'));
  return ['README.md', ...pages.toSorted().map((name) => `docs/${name}`)];
}

export const readBlocks = (page: string): Block[] => blocksOf(page, readFileSync(join(repositoryRoot(), page), 'utf8'));

/** What a reader can run; all else is to be read. */
const commandLanguages = new Set(['sh', 'bash', 'sql', 'python']);

export const isCommand = ({ language }: Block): boolean => commandLanguages.has(language);

/** What a reader gives the shell: a block as it is printed, and of SQL each statement, in its words, to the warehouse. */
export function shellTextOf({ language, text, page, line }: Block): string {
  if (language === 'python') throw new Error(`${page}:${line}: Python is not run`);
  if (language !== 'sql') return text;
  const statements = text.split(/;\s*$/m).filter((statement) => statement.trim() !== '');
  return statements.map((sql) => `npm run --silent everbox -- warehouse "$(cat <<'SQL'\n${sql}\nSQL\n)"\n`).join('');
}
