import type { SelectionRules } from '../program/types';

/**
 * A test for whether a category path belongs to the program. An entry of its lists is one level (`Games`) or consecutive
 * ones (`Games > Card Games`), compared as whole levels and without regard to case.
 */
export function inProgram(categories: SelectionRules['categories']): (path: string[]) => boolean {
  const included = categories.include.map((entry) => joined(entry.split('>')));
  const excluded = categories.exclude.map((entry) => joined(entry.split('>')));
  return (path) => {
    const levels = joined(path);
    return included.some((entry) => levels.includes(entry)) && !excluded.some((entry) => levels.includes(entry));
  };
}

const joined = (levels: string[]): string => `>${levels.map((level) => level.trim().toLowerCase()).join('>')}>`;
