import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { parseProgram, ProgramFileError } from '#domain/program/parse';

const text = readFileSync(join(__dirname, '../../programs/coffee-club.yaml'), 'utf8');

/** What is wrong with the coffee club's file when a section of it is this, without the place in the file. */
export function problemsWith(section: string, value: unknown): string[] {
  const program = parseDocument(text);
  program.set(section, value);
  try {
    parseProgram(String(program), 'programs/coffee-club.yaml');
    return [];
  } catch (error) {
    if (error instanceof ProgramFileError)
      return error.problems.map((problem) => problem.replace(/^.*?:\d+:\d+: /, ''));
    throw error;
  }
}
