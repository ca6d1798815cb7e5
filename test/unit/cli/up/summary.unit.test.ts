import { summary, withoutPassword } from '#cli/up/summary';
import { testData } from '#facade/testData/table';

const stack = {
  apiUrl: 'http://127.0.0.1:1',
  temporalAddress: '127.0.0.1:2',
  temporalUiUrl: null,
  namespace: 'default',
  taskQueue: 'everbox',
  simulatorUrl: 'http://127.0.0.1:3',
  notSimulated: [],
  secrets: { jwtSecret: 'j', webhookSecret: 'w', partnerApiKey: 'p' },
};

test.each([
  'postgres://everbox:very-secret@127.0.0.1:7732/everbox',
  'postgres://127.0.0.1:7732/everbox?user=everbox&password=very-secret',
])('of %s the summary shows all but the password', (databaseUrl) => {
  const text = summary({ ...stack, databaseUrl }, 1);
  expect(text).not.toContain('very-secret');
  expect(text).toContain(withoutPassword(databaseUrl));
  expect(withoutPassword(databaseUrl)).toContain('127.0.0.1:7732/everbox');
});

test('what partners can be made to do is shown, and where the rest of it stands', () => {
  const lines = summary({ ...stack, databaseUrl: 'postgres://127.0.0.1:7732/everbox' }, 1).split('\n');
  expect(lines.filter((line) => line.includes('docs/simulator.md'))).toHaveLength(1);
  for (const { field, text } of Object.values(testData)) {
    expect(lines.filter((line) => line.includes(field) && line.includes(text)).length).toBeGreaterThan(0);
  }
});
