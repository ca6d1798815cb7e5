import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAttributes } from '#cli/eval/selection/read';
import { readAddressFile } from '#cli/ops/addressFile';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'everbox-readers-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function fileOf(text: string): string {
  const path = join(directory, 'given.json');
  writeFileSync(path, text);
  return path;
}

const address = '"name":"Ada","line1":"1 High Street","city":"London","postalCode":"N1 1AA","country":"GB"';

test.each([
  [`{${address},"__proto__":{"line2":"x"}}`, '__proto__: is a name that is not allowed'],
  [`{${address},"location":{"lat":1e400,"lng":0}}`, 'location.lat: must be a finite number'],
  [`{${address},"location":{"constructor":1}}`, 'location.constructor: is a name that is not allowed'],
  [`{${address},"location":{"lat":91,"lng":0}}`, 'location.lat: must be at most 90'],
  [`{${address},"flat":3,"floor":1}`, 'flat: is not part of an address; floor: is not part of an address'],
  ['{"name":""}', 'name: must have at least 1 character; line1: is required'],
])('the address file %s is refused by field and rule', (text, message) => {
  expect(() => readAddressFile(fileOf(text))).toThrow(`given.json is not an address: ${message}`);
});

test.each([
  ['{"item-1":["a"],"__proto__":["b"]}', '__proto__: is a name that is not allowed'],
  ['{"item-1":[1e400]}', 'item-1.0: must be a finite number'],
])('the file of attributes %s is refused by item and rule', (text, message) => {
  expect(() => readAttributes(fileOf(text))).toThrow(`given.json: ${message}`);
});
