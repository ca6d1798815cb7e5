import { readMetrics } from '#cli/metrics/read';
import { ApiClient } from '#cli/http/client';

const api = new ApiClient({ apiUrl: 'http://127.0.0.1:1', token: 'never sent' });

test.each([
  [{ from: 'yesterday' }, '--from must be a day, such as 2026-11-23, or an instant in UTC'],
  [{ to: '2026-13-45' }, '--to must be a day, such as 2026-11-23, or an instant in UTC'],
])('%j is refused with both ways to say it', async (query, message) => {
  await expect((async () => readMetrics(api, query))()).rejects.toThrow(message);
});
