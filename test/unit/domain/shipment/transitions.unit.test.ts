import fc from 'fast-check';
import type { ShipmentEvent } from '#domain/shipment/events';
import { advance, initialShipment, lasts } from '#domain/shipment/machine';
import { recall } from '#domain/shipment/recall';
import { allTransitions, recordedEnds, transitions } from '#domain/shipment/transitions';
import { shipmentPhases, type ShipmentPhase, type ShipmentState } from '#domain/shipment/types';
import { anyEvents, box, possible, walk } from './walk';

const choices = fc.array(fc.nat(11), { maxLength: 60, size: 'max' });

/** Moves of a table, as `charging -declined-> dunning`. */
const movesOf = (table: typeof transitions): string[] =>
  Object.entries(table).flatMap(([from, events]) =>
    Object.entries(events).flatMap(([event, targets]) => targets.map((to) => `${from} -${event}-> ${to}`)),
  );

test('every move of the table is walked, and no other', () => {
  const walked = new Set<string>();
  fc.assert(
    fc.property(choices, (list) => {
      walk(list, (state, event, before) => walked.add(`${before.phase} -${event.kind}-> ${state.phase}`));
    }),
    // A seed, and the way to the last dunning day: whether the rarest move is found must not be left to chance.
    { numRuns: 2_000, seed: 12, examples: [[[0, 3, 0, 3, 0, 3, 0, 3, 0]]] },
  );
  expect([...walked].toSorted()).toEqual(movesOf(transitions).toSorted());
});

test.each(shipmentPhases)('a shipment that is %s refuses every event that its row does not have, by name', (phase) => {
  const state: ShipmentState = { ...initialShipment(box), phase };
  const refused = anyEvents(state).filter(({ kind }) => !allTransitions[phase][kind]);
  expect(refused.length).toBeGreaterThan(0);
  for (const event of refused) {
    expect(() => advance(state, event, 0)).toThrow(`${event.kind} may not come to a shipment that is ${phase}`);
  }
});

test('an event that would lead elsewhere than its row says is refused', () => {
  // Parked from nowhere: there is nothing to go back to.
  const lost: ShipmentState = { ...initialShipment(box), phase: 'parked' };
  const retried = { kind: 'retried', addressId: null } as const;
  expect(() => advance(lost, retried, 0)).toThrow('retried may not lead a shipment that is parked to parked');
});

const ends: ReadonlySet<ShipmentPhase> = new Set<ShipmentPhase>(['done', 'abandoned']);

test('the recorded end is heard in every phase but the ends themselves, as late and as often as it comes', () => {
  fc.assert(
    fc.property(choices, (list) => {
      walk(
        list,
        (state, event, before) => {
          expect(ends).not.toContain(before.phase);
          if (event.kind === 'delivered') expect([state.phase, state.abandonReason]).toEqual(['delivered', null]);
          if (event.kind === 'abandoned') expect([state.phase, state.deliveredAtMs]).toEqual(['compensating', null]);
          if (state.phase === 'compensating' || state.phase === 'abandoned') expect(state.abandonReason).not.toBeNull();
        },
        allTransitions,
      );
    }),
  );
  for (const phase of shipmentPhases.filter((each) => !ends.has(each))) {
    expect(allTransitions[phase]).toMatchObject(recordedEnds);
  }
});

const facts = fc.record({
  delivered: fc.constantFrom(null, { atMs: 5 }),
  abandoned: fc.constantFrom(null, { reason: 'ops' }, { reason: 'paymentFailed' }),
  nextRound: fc.constantFrom(null, {}, { addressId: 'adr_9' }),
});

test('whatever the records say to a state that lasts may come there: a run that was reset never stalls', () => {
  let heard = 0;
  fc.assert(
    fc.property(choices, facts, (list, records) => {
      const hear = (state: ShipmentState) => {
        if (!lasts(state.phase)) return;
        const told: ShipmentEvent | null = recall(state, records);
        if (!told) return;
        heard += 1;
        advance(state, told, 0);
      };
      walk(list, hear, allTransitions);
    }),
    { numRuns: 1_000 },
  );
  expect(heard).toBeGreaterThan(0);
});

test('every phase is led to, and only the ends lead nowhere', () => {
  const targets = new Set(Object.values(transitions).flatMap((events) => Object.values(events).flat()));
  expect(shipmentPhases.filter((phase) => !targets.has(phase))).toEqual([]);
  const silent = shipmentPhases.filter((phase) => possible({ ...initialShipment(box), phase }).length === 0);
  expect(silent.toSorted()).toEqual([...ends].toSorted());
});
