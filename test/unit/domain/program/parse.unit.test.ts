import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, parseDocument } from 'yaml';
import { parseProgram, ProgramFileError } from '#domain/program/parse';
import { loadPrograms } from '#workers/programs';

const text = readFileSync(join(__dirname, '../../../../programs/coffee-club.yaml'), 'utf8');

/** The problems of the coffee club's file after `change`. */
function problemsAfter(change: (program: Document) => void): string[] {
  const program = parseDocument(text);
  change(program);
  return problemsOf(String(program));
}

/** A change that puts `value` at a path such as `plans.0.id`. */
const set = (path: string, value: unknown) => (program: Document) => program.setIn(keysOf(path), value);
const remove = (path: string) => (program: Document) => void program.deleteIn(keysOf(path));
const keysOf = (path: string): (string | number)[] =>
  path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));

function problemsOf(source: string, file = 'programs/coffee-club.yaml'): string[] {
  try {
    parseProgram(source, file);
    return [];
  } catch (error) {
    if (error instanceof ProgramFileError) return error.problems;
    throw error;
  }
}

describe('the programs that Everbox comes with', () => {
  const programs = loadPrograms();

  it('are valid, and differ in cadence, window, regions, delivery, dunning and what they do when an item is gone', () => {
    expect(programs.map(({ id }) => id)).toEqual(['book-box', 'coffee-club', 'stem-toys', 'wardrobe']);
    const differences = [
      programs.map(({ plans }) => plans[0]!.cadence),
      programs.map(({ cycle }) => cycle),
      programs.map(({ regions }) => regions),
      programs.map(({ delivery }) => delivery.service),
      programs.map(({ billing }) => billing.dunningDays),
      programs.map(({ currency }) => currency),
    ];
    for (const values of differences)
      expect(new Set(values.map((value) => JSON.stringify(value))).size).toBeGreaterThanOrEqual(3);
    expect(new Set(programs.map(({ shipment }) => shipment.outOfStock)).size).toBe(2);
  });
});

describe('parseProgram', () => {
  it('names file, line, path and rule', () => {
    expect(problemsAfter(set('plans.0.chargeCents', -5))).toEqual([
      expect.stringMatching(/^programs\/coffee-club\.yaml:\d+:\d+: plans\[0\]\.chargeCents: must be more than 0$/),
    ]);
  });

  it('points at the line in the file', () => {
    const line = text.split('\n').findIndex((each) => each.includes('chargeCents: 1490')) + 1;
    const [problem] = problemsOf(text.replace('chargeCents: 1490', 'chargeCents: 14.9'));
    expect(problem).toBe(
      `programs/coffee-club.yaml:${line}:18: plans[0].chargeCents: must be a whole number of minor units`,
    );
  });

  it('lists everything that is wrong, not only the first thing', () => {
    const problems = problemsAfter((program) => {
      set('currency', 'EURO')(program);
      set('cycle.openHour', 24)(program);
      remove('title')(program);
    });
    expect(problems).toHaveLength(3);
  });

  it.each<[string, (program: Document) => void, RegExp]>([
    ['an unknown key', set('cycle.opensHour', 3), /cycle\.opensHour: is not a key/],
    ['a missing key', remove('cycle.openHour'), /cycle\.openHour: is missing/],
    ['another type', set('cycle.openHour', 'seven'), /cycle\.openHour: must be a whole hour/],
    ['null', set('title', null), /title: .*null/],
    ['no plans', set('plans', []), /plans: must hold at least one plan/],
    ['two plans of one id', set('plans.1.id', 'fortnightly'), /plans\[1\]\.id: "fortnightly" is the id of an/],
    ['two interests of one id', set('selection.interests.1.id', 'espresso'), /selection\.interests\[1\]\.id:/],
    ['dunning days out of order', set('billing.dunningDays', [3, 1]), /billing\.dunningDays: must be ascending/],
    ['a dunning day twice', set('billing.dunningDays', [3, 3]), /billing\.dunningDays: must be ascending/],
    ['ages the wrong way round', set('selection.ages', { min: 9, max: 3 }), /selection\.ages\.min: must not be mor/],
    ['UK, which is no country code', set('regions', ['UK']), /regions\[0\]: must be an ISO 3166-1/],
    ['the European Union as a country', set('regions', ['EU']), /regions\[0\]: must be an ISO 3166-1/],
    ['the world and more', set('regions', ['*', 'DE']), /regions: '\*' is the whole world/],
    ['a country twice', set('regions', ['DE', 'DE']), /regions: must not name a country twice/],
    ['a window as long as a period', set('cycle.openDays', 14), /cycle\.openDays: must be less than 14/],
    ['no time to change a box', set('cycle.openDays', 0), /cycle\.openDays: must be at least 1/],
    ['a floor above the ceiling', set('plans.0.minItemPriceCents', 9999), /plans\[0\]\.minItemPriceCents: must not/],
    ['weights of nothing', set('selection.weights', { rating: 0, awards: 0, preference: 0, novelty: 0 }), /weights/],
    ['a weight of age below 0', set('selection.weights.age', -1), /selection\.weights\.age: must not be negative/],
    ['a column mapped twice', set('catalog.columns.brand', 'article'), /catalog\.columns: must not map a column/],
    ['no stock at all', remove('catalog.columns.stock'), /catalog\.defaultStock: must be given when/],
    ['an id that is not the file', set('id', 'tea-club'), /id: must be the file's name, "coffee-club"/],
  ])('refuses %s', (_, change, rule) => {
    const problems = problemsAfter(change);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(rule);
  });

  it('says where the YAML itself is broken', () => {
    expect(problemsOf('id: coffee-club\ntitle: "Coffee\n')[0]).toMatch(
      /^programs\/coffee-club\.yaml:\d+:\d+: Missing closing/,
    );
    expect(problemsOf('id: a\nid: b\n')[0]).toMatch(/^programs\/coffee-club\.yaml:2:1: Map keys must be unique/);
  });

  it.each(['', '[]', 'just words', '# nothing but a comment'])('refuses a file that holds no program: %j', (source) => {
    expect(problemsOf(source)[0]).toMatch(/^programs\/coffee-club\.yaml.*the whole file/);
  });

  it('takes Norway for a country, not for a no', () => {
    expect(problemsOf(text.replace(/^regions:.*$/m, 'regions: [NO, SE]'))).toEqual([]);
  });
});
