import { recoveryTotals } from '#cli/recover/view';
import type { RecoveryFinding } from '#workers/recovery/types';

const finding = (kind: RecoveryFinding['kind'], more: Partial<RecoveryFinding> = {}): RecoveryFinding => ({
  kind,
  id: 'subscription:sub_1',
  detail: 'active',
  ...more,
});
const terminated = finding('left', { option: '--terminated' });

test.each([
  [[terminated], '1 workflow left as it is. Nothing was changed; --terminated --apply starts what was terminated.'],
  [[finding('start'), finding('start')], '2 workflows to start. Nothing was changed; --apply does it.'],
  [
    [finding('order'), terminated],
    '1 order to hand over, 1 workflow left as it is. Nothing was changed; --apply does it, --terminated --apply also starts what was terminated.',
  ],
  [[finding('left')], '1 workflow left as it is. Nothing was changed; there is nothing that --apply would do.'],
])('a look %j says what it came to, and which options do it', (findings, words) => {
  expect(recoveryTotals(findings, false)).toBe(words);
});

test('what was done is told in numbers that agree', () => {
  expect(recoveryTotals([finding('schedule'), finding('zone'), finding('zone')], true)).toBe(
    'Done: 1 Schedule created, 2 dispatchers woken.',
  );
});
