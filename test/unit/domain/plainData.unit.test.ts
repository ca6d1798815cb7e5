import { dataFault, isReservedName } from '#domain/plainData';

test.each([
  ['{"a":[1,{"b":1e400}]}', ['a', 1, 'b'], 'finite'],
  ['-1e999', [], 'finite'],
  ['{"a":{"__proto__":{"admin":true}}}', ['a', '__proto__'], 'name'],
  ['[{"constructor":1}]', [0, 'constructor'], 'name'],
  ['{"toString":null}', ['toString'], 'name'],
])('%s is refused at its first fault', (json, path, rule) => {
  expect(dataFault(JSON.parse(json))).toMatchObject({ path, rule });
});

test('what can be kept has no fault', () => {
  expect(dataFault(JSON.parse('{"a":[1,-2.5,"1e400","__proto__",null,true],"proto":{}}'))).toBeNull();
  expect(['ada', 'toy-01', 'Constructor'].filter(isReservedName)).toEqual([]);
});

test('neither depth nor a list that holds itself is too much', () => {
  const depth = 50_000;
  expect(dataFault(JSON.parse(`${'['.repeat(depth)}1e400${']'.repeat(depth)}`))?.path).toHaveLength(depth);
  const list: unknown[] = [];
  list.push(list, Infinity);
  expect(dataFault(list)).toMatchObject({ path: [1], rule: 'finite' });
});
