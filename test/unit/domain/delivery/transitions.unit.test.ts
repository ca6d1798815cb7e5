import fc from 'fast-check';
import { isEnd } from '#domain/delivery/steps';
import { type DeliveryMove, phaseAfter, phasesTaking, transitions } from '#domain/delivery/transitions';
import { deliveryPhases, type DeliveryPhase } from '#domain/delivery/types';

interface Model {
  phase: DeliveryPhase;
  hasCourier: boolean;
  isPacked: boolean;
}

const moves = [...new Set(Object.values(transitions).flatMap((events) => Object.keys(events) as DeliveryMove[]))];

/** What the row does with an event, in whatever order events come: nothing, unless its phase takes it. */
function apply(model: Model, event: DeliveryMove): Model {
  const { phase, isPacked } = model;
  if (!phasesTaking(event).includes(phase)) return model;
  if (event === 'pickedUp' && !isPacked) return model;
  const hasCourier = event === 'accepted' || (model.hasCourier && event !== 'courierLost');
  return { phase: phaseAfter(phase, event, isPacked), isPacked: isPacked || event === 'packed', hasCourier };
}

test('whatever happens in whatever order: an end stays, nothing is on its way that was not packed; every move is walked', () => {
  const walked = new Set<string>();
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...moves), { maxLength: 40, size: 'max' }), (events) => {
      let model: Model = { phase: 'preparing', hasCourier: false, isPacked: false };
      for (const event of events) {
        const before = model;
        model = apply(model, event);
        if (model !== before) walked.add(`${before.phase} -${event}-> ${model.phase}`);
        if (isEnd(before.phase)) expect(model).toBe(before);
        if (model.phase === 'preparing') expect([model.isPacked, model.hasCourier]).toEqual([false, false]);
        if (model.phase === 'waiting') expect([model.isPacked, model.hasCourier]).toEqual([true, false]);
        if (model.phase === 'accepted') expect(model.hasCourier).toBe(true);
        if (['onTheWay', 'delivered', 'returning', 'returned'].includes(model.phase)) expect(model.isPacked).toBe(true);
      }
    }),
    { numRuns: 300, seed: 12 }, // a seed: whether the rarest move is found must not be left to chance
  );
  const inTable = Object.entries(transitions).flatMap(([from, events]) =>
    Object.entries(events).flatMap(([event, targets]) => targets.map((to) => `${from} -${event}-> ${to}`)),
  );
  expect([...walked].toSorted()).toEqual(inTable.toSorted());
});

test('exactly the ends take nothing, and what nobody carries can be called off', () => {
  expect(deliveryPhases.filter((phase) => Object.keys(transitions[phase]).length === 0)).toEqual(
    deliveryPhases.filter(isEnd),
  );
  expect(phasesTaking('failed')).toEqual(['preparing', 'waiting', 'accepted']);
  expect(phasesTaking('lost')).toEqual(['onTheWay', 'returning']);
  expect(phasesTaking('accepted')).toEqual(['preparing', 'waiting']);
});
