import fc from 'fast-check';
import { deliveryPhases, type DeliveryPhase } from '../../../../domain/delivery/types';
import { type CourierStep, courierSteps, isEnd, mayStep, phaseAfter } from '../../../../domain/delivery/steps';

interface Model {
  phase: DeliveryPhase;
  courierId: string | null;
  isPacked: boolean;
}

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

const happening = fc.oneof(
  fc.record({ what: fc.constantFrom('pack' as const, 'accept' as const), step: fc.constant(null) }),
  fc.record({ what: fc.constant('step' as const), step }),
);

function apply(model: Model, what: 'pack' | 'accept' | 'step', chosen: CourierStep | null): Model {
  const { phase: at, isPacked } = model;
  if (what === 'pack') return { ...model, isPacked: true, phase: at === 'preparing' ? 'waiting' : at };
  if (what === 'accept') {
    return at === 'preparing' || at === 'waiting' ? { ...model, phase: 'accepted', courierId: 'me' } : model;
  }
  if (chosen === null || !mayStep(chosen, model, 'me').accepted) return model;
  return { ...model, phase: phaseAfter(chosen, isPacked), courierId: chosen === 'giveUp' ? null : 'me' };
}

test('whatever happens in whatever order: an end stays, and nothing is on its way that was not packed', () => {
  const opened: Model = { phase: 'preparing', courierId: null, isPacked: false };
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
      let model = opened;
      for (const { what, step: chosen } of happenings) {
        const before = model;
        model = apply(model, what, chosen);
        if (isEnd(before.phase)) expect(model.phase).toBe(before.phase);
        if (model.phase === 'preparing') expect([model.isPacked, model.courierId]).toEqual([false, null]);
        if (model.phase === 'waiting') expect([model.isPacked, model.courierId]).toEqual([true, null]);
        if (['onTheWay', 'delivered', 'returning', 'returned'].includes(model.phase)) expect(model.isPacked).toBe(true);
      }
    }),
  );
});
