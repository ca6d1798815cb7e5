import { problemOf } from '#cli/http/problem';

describe('a problem as one sentence', () => {
  it('is title and detail', () => {
    const text = JSON.stringify({
      type: 'urn:everbox:problem:CutoffPassed',
      title: 'The cutoff has passed',
      detail: 'the cutoff was 2026-01-01T00:00:00.000Z',
      cutoffAt: '2026-01-01T00:00:00.000Z',
    });
    expect(problemOf(409, text)).toMatchObject({
      status: 409,
      type: 'CutoffPassed',
      message: 'The cutoff has passed: the cutoff was 2026-01-01T00:00:00.000Z',
    });
  });

  it('names each field and its rule', () => {
    const errors = [
      { in: 'body', field: 'address.country', rule: 'region', message: 'ships to GB, IE only' },
      { in: 'body', field: 'reason', rule: 'required', message: 'is required' },
    ];
    const text = JSON.stringify({
      type: 'x',
      title: 'Not valid',
      detail: 'address.country: ships to GB, IE only',
      errors,
    });
    expect(problemOf(400, text).message).toBe('Not valid: address.country: ships to GB, IE only; reason: is required');
  });

  it.each([
    [503, { mayHaveBeenTaken: false }, false],
    [503, { mayHaveBeenTaken: true }, true],
    [503, {}, true],
    [409, {}, false],
  ])('knows whether the write may have been taken: %s %j', (status, members, mayHaveBeenTaken) => {
    expect(problemOf(status, JSON.stringify({ title: 'x', ...members })).mayHaveBeenTaken).toBe(mayHaveBeenTaken);
    expect(problemOf(502, '<html>').mayHaveBeenTaken).toBe(true);
  });

  it('is the status where something else than Everbox answered', () => {
    expect(problemOf(502, '<html>').message).toBe('the API answered 502');
    expect(problemOf(500, '{}').message).toBe('status 500');
  });
});
