import fc from 'fast-check';
import { type CarriedDelivery, itineraryOf } from '#domain/delivery/itinerary';
import { townHall } from '#test/support/testZone';
import { minuteMs } from '#domain/time';

/** One minute's way at the pace of these tests. */
const pace = 111.195;
const north = (minutes: number) => ({ lat: townHall.lat + minutes / 1_000, lng: townHall.lng });
const carried = (id: string, change: Partial<CarriedDelivery> = {}): CarriedDelivery => ({
  id,
  offerId: 'off_1',
  phase: 'onTheWay',
  station: townHall,
  destination: north(10),
  readyAtMs: 0,
  ...change,
});
const minutes = (ms: number): number => Math.round(ms / minuteMs);

test('drop-offs follow one another, each with its time at the door', () => {
  const load = [carried('near', { destination: north(5) }), carried('far', { destination: north(15) })];
  const { arrivals, freeAtMs, freePlace } = itineraryOf(townHall, 0, load, pace);
  expect(arrivals.map(({ id, atMs }) => [id, minutes(atMs)])).toEqual([
    ['near', 6], // five on the way, one until the parcel is over
    ['far', 18],
  ]);
  expect([minutes(freeAtMs), freePlace]).toEqual([19, north(15)]);
});

test('a bundle is picked up once, when all of it is ready; what is in hand goes first', () => {
  const load = [
    carried('one', { phase: 'accepted', readyAtMs: 20 * minuteMs }),
    carried('two', { phase: 'accepted', readyAtMs: 40 * minuteMs }),
    carried('other', { phase: 'accepted', offerId: 'off_2' }),
    carried('inHand', { destination: north(1), offerId: 'off_0' }),
  ];
  const { arrivals } = itineraryOf(townHall, 0, load, pace);
  expect(arrivals.map(({ id }) => id)).toEqual(['inHand', 'one', 'two', 'other']);
  expect(arrivals.map(({ atMs }) => minutes(atMs))).toEqual([2, 53, 55, 79]);
});

test('what goes back is brought to its station, and nobody waits for it', () => {
  const { arrivals, freePlace, freeAtMs } = itineraryOf(north(10), 0, [carried('back', { phase: 'returning' })], pace);
  expect([arrivals, freePlace, minutes(freeAtMs)]).toEqual([[], townHall, 10]);
});

test('with nothing to do, a courier is free here and now', () => {
  expect(itineraryOf(townHall, 7, [], pace)).toEqual({ arrivals: [], freeAtMs: 7, freePlace: townHall });
  expect(itineraryOf(null, 7, [], pace).freePlace).toBeNull();
});

test('nothing is expected before now, nor after its courier is free', () => {
  const place = fc.record({ lat: fc.double({ min: 53, max: 54, noNaN: true }), lng: fc.constant(-1.5) });
  const any = fc.record({
    id: fc.uuid(),
    offerId: fc.constantFrom('a', 'b'),
    phase: fc.constantFrom('accepted' as const, 'onTheWay' as const, 'returning' as const),
    station: place,
    destination: place,
    readyAtMs: fc.integer({ min: 0, max: 3_600_000 }),
  });
  fc.assert(
    fc.property(fc.option(place), fc.array(any, { maxLength: 6 }), (from, load) => {
      const { arrivals, freeAtMs } = itineraryOf(from, 1_000, load, 250);
      expect(arrivals).toHaveLength(load.filter(({ phase }) => phase !== 'returning').length);
      for (const { atMs } of arrivals) expect(atMs > 1_000 && atMs <= freeAtMs).toBe(true);
    }),
  );
});
