import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, parseDocument } from 'yaml';
import { parseZone, stationsTwice, ZoneFileError } from '#domain/zone/parse';
import { loadZones } from '#workers/zones';
import { testZone } from '#test/support/testZone';

const text = readFileSync(join(__dirname, '../../../../zones/leeds.yaml'), 'utf8');

function problemsOf(source: string, file = 'zones/leeds.yaml'): string[] {
  try {
    parseZone(source, file);
    return [];
  } catch (error) {
    if (error instanceof ZoneFileError) return error.problems;
    throw error;
  }
}

/** The problems of the Leeds file after `change`. */
function problemsAfter(change: (zone: Document) => void): string[] {
  const zone = parseDocument(text);
  change(zone);
  return problemsOf(String(zone));
}

const keysOf = (path: string) => path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
const set = (path: string, value: unknown) => (zone: Document) => zone.setIn(keysOf(path), value);
const remove = (path: string) => (zone: Document) => void zone.deleteIn(keysOf(path));

test('the zones that Everbox comes with are valid, in two currencies and time zones', () => {
  const zones = loadZones();
  expect(zones.map(({ id }) => id)).toEqual(['dublin', 'leeds']);
  expect(new Set(zones.map(({ currency }) => currency)).size).toBe(2);
  expect(zones.every(({ stations }) => stations.length === 3)).toBe(true);
});

test('names file, line, path and rule', () => {
  expect(problemsAfter(set('stations.1.openHour', 25))).toEqual([
    expect.stringMatching(/^zones\/leeds\.yaml:\d+:\d+: stations\[1\]\.openHour: must be an hour from 0 to 23$/),
  ]);
});

test.each([
  [
    'a key that it does not know',
    set('promise.halfHourFeeCents', 9),
    /promise\.halfHourFeeCents: is not a key of a zone/,
  ],
  ['a key that is missing', remove('couriers.capacity'), /couriers\.capacity: is missing/],
  ['a time zone of nowhere', set('timeZone', 'Europe/Atlantis'), /timeZone: must be an IANA time zone/],
  ['a currency of nobody', set('currency', 'XQZ'), /currency: must be an ISO 4217/],
  ['a latitude beyond the pole', set('cells.center.lat', 91), /cells\.center\.lat: must be -90 to 90/],
  ['cells as large as countries', set('cells.resolution', 2), /cells\.resolution: must be 5 to 11/],
  ['more rings than can be counted', set('cells.rings', 1_000_000), /cells\.rings: must be 0 to 60/],
  ['no station', set('stations', []), /stations: must hold at least one station/],
  ['two stations of one id', set('stations.1.id', 'leeds-kirkgate'), /stations\[1\]\.id: .*earlier entry/],
  ['a station outside its zone', set('stations.0.place.lat', 54.5), /stations\[0\]\.place: must lie in a cell/],
  ['a station that never opens', set('stations.0.closeHour', 8), /stations\[0\]\.closeHour: must not be openHour/],
  ['packing past the handoff', set('stations.0.packMinutes', 16), /packMinutes: must be 0 to 15/],
  ['half a cent', set('promise.oneHourFeeCents', 4.5), /oneHourFeeCents: must be a whole number/],
  ['couriers who do nothing', set('promise.tripsPerCourierHour', 0), /tripsPerCourierHour: must be more than 0/],
  ['a hold of most of the hour', set('promise.holdMinutes', 50), /holdMinutes: must be 1 to 20/],
  ['an id that is not the file', set('id', 'york'), /id: must be the file's name, "leeds"/],
])('refuses %s', (_, change, rule) => {
  const problems = problemsAfter(change);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(rule);
});

test('lists everything that is wrong at once', () => {
  const problems = problemsAfter((zone) => {
    set('cells.rings', -1)(zone);
    set('stations.2.place.lng', 900)(zone);
  });
  expect(problems).toHaveLength(2);
});

test('no two zones may have a station of one id', () => {
  const other = testZone({ id: 'other-town' });
  expect(stationsTwice([testZone(), other])).toEqual([
    'other-town.yaml: stations[0].id: "test-market" is a station of test-town.yaml',
    'other-town.yaml: stations[1].id: "test-park" is a station of test-town.yaml',
  ]);
  expect(stationsTwice(loadZones())).toEqual([]);
});

test('a zone that gives up sooner on what is in hand than on what is not is refused', () => {
  expect(problemsAfter(set('couriers.silentCarryingSeconds', 179))).toEqual([
    expect.stringMatching(/: couriers\.silentCarryingSeconds: must be at least silentSeconds$/),
  ]);
  expect(problemsAfter(remove('couriers.silentCarryingSeconds'))).toEqual([]);
});
