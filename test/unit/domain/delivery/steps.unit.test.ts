import fc from 'fast-check';
import { deliveryPhases } from '#domain/delivery/types';
import { courierSteps, isEnd, mayStep, phaseAfterStep, stepRules } from '#domain/delivery/steps';
import { transitions } from '#domain/delivery/transitions';

const phase = fc.constantFrom(...deliveryPhases);
const step = fc.constantFrom(...courierSteps);

test('nobody but its courier may do anything, whatever the phase', () => {
  fc.assert(
    fc.property(step, phase, fc.boolean(), (chosen, at, isPacked) => {
      for (const courierId of [null, 'another']) {
        expect(mayStep(chosen, { phase: at, courierId, isPacked }, 'me')).toMatchObject({ type: 'NotYours' });
      }
    }),
  );
});

test.each(courierSteps)('%s: its courier is refused in every phase but one, with a reason that fits', (chosen) => {
  // A delivery that has a courier is never in the first two phases.
  const verdicts = deliveryPhases.slice(2).map((at) => {
    const verdict = mayStep(chosen, { phase: at, courierId: 'me', isPacked: true }, 'me');
    if (verdict.accepted) return 'accepted';
    const ended = at === 'delivered' ? 'AlreadyDelivered' : 'DeliveryEnded';
    expect(verdict.type === ended).toBe(isEnd(at));
    return verdict.type;
  });
  expect(verdicts.filter((verdict) => verdict === 'accepted')).toHaveLength(1);
  expect(verdicts).not.toContain('NotYours');
});

test.each(courierSteps)('%s: it is allowed and leads where the table says, and does nothing elsewhere', (chosen) => {
  const { event } = stepRules[chosen];
  for (const at of deliveryPhases) {
    const targets = transitions[at][event];
    for (const isPacked of [false, true]) {
      const { accepted } = mayStep(chosen, { phase: at, courierId: 'me', isPacked }, 'me');
      expect([at, accepted]).toEqual([at, targets !== undefined && (isPacked || chosen !== 'pickUp')]);
      const after = () => phaseAfterStep(chosen, { phase: at, isPacked });
      if (targets) expect(targets).toContain(after());
      else expect(after).toThrow(`${event} may not come to a delivery that is ${at}`);
    }
  }
});
