import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { parseProgram, ProgramFileError } from '../../../../domain/program/parse';
import { loadPrograms } from '../../../../workers/programs';

const text = readFileSync(join(__dirname, '../../../../programs/coffee-club.yaml'), 'utf8');

/** The problems of the coffee club's file after `change`. */
function problemsAfter(change: (program: any) => void): string[] {
  const program = parse(text);
  change(program);
  return problemsOf(stringify(program));
}

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
    expect(programs.map(({ id }) => id)).toEqual(['book-box', 'coffee-club', 'stem-toys']);
    const differences = [
      programs.map(({ plans }) => plans[0]!.cadence),
      programs.map(({ cycle }) => cycle),
      programs.map(({ regions }) => regions),
      programs.map(({ delivery }) => delivery.service),
      programs.map(({ billing }) => billing.dunningDays),
      programs.map(({ currency }) => currency),
    ];
    for (const values of differences) expect(new Set(values.map((value) => JSON.stringify(value))).size).toBe(3);
    expect(new Set(programs.map(({ shipment }) => shipment.outOfStock)).size).toBe(2);
  });
});

describe('parseProgram', () => {
  it('names file, line, path and rule', () => {
    expect(problemsAfter((program) => (program.plans[0].chargeCents = -5))).toEqual([
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
      program.currency = 'EURO';
      program.cycle.openHour = 24;
      delete program.title;
    });
    expect(problems).toHaveLength(3);
  });

  it.each<[string, (program: any) => void, RegExp]>([
    ['an unknown key', (p) => (p.cycle.opensHour = 3), /cycle\.opensHour: is not a key/],
    ['a missing key', (p) => delete p.cycle.openHour, /cycle\.openHour: is missing/],
    ['another type', (p) => (p.cycle.openHour = 'seven'), /cycle\.openHour: must be a whole hour/],
    ['null', (p) => (p.title = null), /title: .*null/],
    ['no plans', (p) => (p.plans = []), /plans: must hold at least one plan/],
    ['two plans of one id', (p) => (p.plans[1].id = p.plans[0].id), /plans\[1\]\.id: "fortnightly" is the id of an/],
    ['two interests of one id', (p) => (p.selection.interests[1].id = 'espresso'), /selection\.interests\[1\]\.id:/],
    ['dunning days out of order', (p) => (p.billing.dunningDays = [3, 1]), /billing\.dunningDays: must be ascending/],
    ['a dunning day twice', (p) => (p.billing.dunningDays = [3, 3]), /billing\.dunningDays: must be ascending/],
    [
      'ages the wrong way round',
      (p) => (p.selection.ages = { min: 9, max: 3 }),
      /selection\.ages\.min: must not be mor/,
    ],
    ['UK, which is no country code', (p) => (p.regions = ['UK']), /regions\[0\]: must be an ISO 3166-1/],
    ['the European Union as a country', (p) => (p.regions = ['EU']), /regions\[0\]: must be an ISO 3166-1/],
    ['the world and more', (p) => (p.regions = ['*', 'DE']), /regions: '\*' is the whole world/],
    ['a country twice', (p) => (p.regions = ['DE', 'DE']), /regions: must not name a country twice/],
    ['a window as long as a period', (p) => (p.cycle.openDays = 14), /cycle\.openDays: must be less than 14/],
    ['no time to change a box', (p) => (p.cycle.openDays = 0), /cycle\.openDays: must be at least 1/],
    [
      'a floor above the ceiling',
      (p) => (p.plans[0].minItemPriceCents = 9999),
      /plans\[0\]\.minItemPriceCents: must not/,
    ],
    [
      'weights of nothing',
      (p) => (p.selection.weights = { rating: 0, awards: 0, preference: 0, novelty: 0 }),
      /weights/,
    ],
    ['a column mapped twice', (p) => (p.catalog.columns.brand = 'article'), /catalog\.columns: must not map a column/],
    ['no stock at all', (p) => delete p.catalog.columns.stock, /catalog\.defaultStock: must be given when/],
    ['an id that is not the file', (p) => (p.id = 'tea-club'), /id: must be the file's name, "coffee-club"/],
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
