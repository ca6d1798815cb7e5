import { mapLimit } from '#domain/mapLimit';

describe('mapLimit', () => {
  it('keeps the order and never has more than the limit under way', async () => {
    let underWay = 0;
    let most = 0;
    const doubled = await mapLimit([5, 1, 4, 2, 3], 2, async (n) => {
      most = Math.max(most, ++underWay);
      for (let turn = 0; turn < n; turn++) await Promise.resolve();
      underWay -= 1;
      return n * 2;
    });
    expect(doubled).toEqual([10, 2, 8, 4, 6]);
    expect(most).toBe(2);
  });

  it('fails with the first failure and begins nothing more', async () => {
    const begun: number[] = [];
    const failing = mapLimit([1, 2, 3, 4], 1, async (n) => {
      begun.push(n);
      if (n === 2) throw new Error('two');
      return n;
    });
    await expect(failing).rejects.toThrow('two');
    expect(begun).toEqual([1, 2]);
  });

  it('maps nothing to nothing', async () => {
    expect(await mapLimit([], 3, async () => 1)).toEqual([]);
  });
});
