import { fitVerdictOf } from '#activities/sizing/fitVerdict';

const measured = (logLoss: number, running: number | null, customers = 200) => ({
  fits: 2 * customers,
  customers,
  logLoss,
  running: running === null ? null : { version: 3, logLoss: running },
  tolerance: 0.004,
});

test.each([
  [0.6, 0.61, true, '-0.0100'],
  [0.6, 0.6, true, '+0.0000'],
  [0.603, 0.6, true, '+0.0030, within chance (one standard error is 0.0040)'],
  [0.605, 0.6, false, '+0.0050, worse beyond chance (one standard error is 0.0040)'],
])('a loss of %d against %d: %s', (candidate, running, publish, end) => {
  const verdict = fitVerdictOf(measured(candidate, running), 3);
  const [one, other] = [candidate.toFixed(4), running.toFixed(4)];
  const reason = `log loss ${one} on 400 held-back fits of 200 customers, version 3 has ${other}: ${end}`;
  expect(verdict).toEqual({ publish, reason });
});

test('the first is published; so is one where there is too little to judge by, which is said', () => {
  expect(fitVerdictOf(measured(0.9, null), null)).toEqual({
    publish: true,
    reason: 'log loss 0.9000 on 400 held-back fits of 200 customers; no model was in charge',
  });
  const { publish, reason } = fitVerdictOf(measured(2, 0.1, 29), 3);
  expect(publish).toBe(true);
  expect(reason).toBe('too few to judge by: 58 held-back fits of 29 customers, and 30 are needed');
  expect(fitVerdictOf(measured(2, 0.1, 30), 3).publish).toBe(false);
});

test('one in charge that cannot be measured makes way', () => {
  const { publish, reason } = fitVerdictOf(measured(0.9, null), 3);
  expect(publish).toBe(true);
  expect(reason).toContain('version 3 cannot be measured');
});
