import { ModelCache } from '#serving/picks/modelCache';

test('a version is loaded once, also by two at once', async () => {
  const load = vi.fn(async (programId: string, version: number) => `${programId} ${version}`);
  const models = new ModelCache(load);
  expect(await Promise.all([models.of('toys', 1), models.of('toys', 1)])).toEqual(['toys 1', 'toys 1']);
  expect(await models.of('books', 1)).toBe('books 1');
  expect(load).toHaveBeenCalledTimes(2);
});

test('another version takes the place of the one before, forward and back', async () => {
  const models = new ModelCache(async (_programId: string, version: number) => version);
  expect(await models.of('toys', 1)).toBe(1);
  expect(await models.of('toys', 2)).toBe(2);
  expect(await models.of('toys', 1)).toBe(1);
});

test('without a version there is no model, and none is kept', async () => {
  const load = vi.fn(async () => 'model');
  const models = new ModelCache(load);
  await models.of('toys', 1);
  expect(await models.of('toys', null)).toBeNull();
  await models.of('toys', 1);
  expect(load).toHaveBeenCalledTimes(2);
});

test('a load that failed is tried again', async () => {
  const load = vi.fn(async () => 'model').mockRejectedValueOnce(new Error('no database'));
  const models = new ModelCache(load);
  await expect(models.of('toys', 1)).rejects.toThrow('no database');
  expect(await models.of('toys', 1)).toBe('model');
});
