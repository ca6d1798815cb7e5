import { decide } from '#simulator/phones/decisions';
import { newPhone } from '#simulator/phones/memory';
import { fleetSetting } from '#simulator/phones/setting';
import { door, FakeEverbox, offer, station, stop } from './fakeEverbox';

test('a courier goes on shift, accepts, picks up, and drops each order off in its turn', async () => {
  const everbox = new FakeEverbox();
  everbox.offers = [offer('o1', 'd1', 'd2')];
  everbox.codes.set('d1', '1234');
  const phone = await everbox.live();
  expect(everbox.said).toEqual([
    'shift',
    'accept o1',
    'pickUp d1',
    'pickUp d2',
    'dropOff d1 code:1234',
    'dropOff d2 photo:photo-d2',
  ]);
  expect(everbox.visits).toEqual(['pickedUp d1', 'pickedUp d2', 'handedOver d1', 'handedOver d2']);
  expect(phone.state).toMatchObject({ accepted: 1, handedOver: 2, job: null, place: door });
});

test('a courier waits at the counter until it is packed', async () => {
  const everbox = new FakeEverbox();
  everbox.offers = [offer('o1', 'd1')];
  everbox.pickUps.push('notReady', 'notReady');
  await everbox.live();
  expect(everbox.said.filter((what) => what === 'pickUp d1')).toHaveLength(3);
  expect(everbox.visits).toEqual(['pickedUp d1', 'handedOver d1']);
});

test('what is no longer theirs is left at the counter', async () => {
  const everbox = new FakeEverbox();
  everbox.offers = [offer('o1', 'd1', 'd2')];
  everbox.pickUps.push('gone');
  await everbox.live();
  expect(everbox.visits).toEqual(['pickedUp d2', 'handedOver d2']);
});

test('an offer that somebody else won is no job', async () => {
  const everbox = new FakeEverbox();
  everbox.offers = [offer('o1', 'd1')];
  everbox.accepts.push('gone');
  const phone = await everbox.live();
  expect(everbox.visits).toEqual([]);
  expect(phone.state).toMatchObject({ accepted: 0, tooLate: 1, job: null });
});

test('who declines is offered the next one', async () => {
  const everbox = new FakeEverbox();
  everbox.offers = [offer('o1', 'd1')];
  const phone = await everbox.live({ declines: 1 });
  expect(everbox.said).toEqual(['shift', 'decline o1']);
  expect(phone.state).toMatchObject({ accepted: 0, declined: 1 });
});

test('who vanishes says nothing more, and hands nothing over', async () => {
  const everbox = new FakeEverbox();
  everbox.offers = [offer('o1', 'd1')];
  const phone = await everbox.live({ vanishes: 1 });
  expect(phone.state.vanished).toBe(true);
  expect(phone.standing).toBe('vanished');
  expect(everbox.visits).not.toContain('handedOver d1');
  // Also after a restart.
  const later = new FakeEverbox();
  await later.live({}, phone.state);
  expect(later.said).toEqual([]);
});

test('a word that was not heard is said again: the job is not lost', async () => {
  const everbox = new FakeEverbox();
  everbox.offers = [offer('o1', 'd1')];
  everbox.faults.push('shift', 'accept o1', 'pickUp d1', 'dropOff d1 photo:photo-d1');
  const phone = await everbox.live();
  expect(phone.state.handedOver).toBe(1);
  expect(everbox.visits).toEqual(['pickedUp d1', 'handedOver d1']);
});

test('wherever the simulator died, the phone goes on from there and hands each order over', async () => {
  const first = new FakeEverbox();
  first.offers = [offer('o1', 'd1', 'd2')];
  await first.live();
  expect(first.saved.length).toBeGreaterThan(4);
  for (const state of first.saved) {
    const next = new FakeEverbox();
    const phone = await next.live({}, structuredClone(state));
    expect(phone.state.job).toBeNull();
    const left = state.job ? state.job.stops.map(({ deliveryId }) => `handedOver ${deliveryId}`) : [];
    expect(next.visits.filter((visit) => visit.startsWith('handedOver'))).toEqual(left);
  }
});

test('a job that only Everbox knows of is taken up', async () => {
  const everbox = new FakeEverbox();
  everbox.offers = [{ id: 'o1', state: 'accepted', stops: [stop('d1')], onBoard: ['d1'] }];
  await everbox.live({}, newPhone(station));
  expect(everbox.said).toEqual(['shift', 'dropOff d1 photo:photo-d1']);
});

test('an idle courier rides to where orders are expected, tells so on the way, and stays there', async () => {
  const everbox = new FakeEverbox();
  everbox.suggested = door;
  const phone = await everbox.live();
  expect(phone.state.place).toEqual(door);
  const latitudes = everbox.places.map(({ lat }) => lat);
  expect(latitudes).toEqual(latitudes.toSorted((one, other) => one - other));
  expect(latitudes.filter((lat) => lat > station.lat && lat < door.lat).length).toBeGreaterThan(2);
});

test('an offer that comes on that ride is taken from where the courier is, and a lost suggestion costs nothing', async () => {
  const everbox = new FakeEverbox();
  everbox.suggested = { lat: 53.9, lng: -1.55 };
  everbox.comesAt(20_000, offer('o1', 'd1'));
  const phone = await everbox.live();
  expect(everbox.visits).toEqual(['pickedUp d1', 'handedOver d1']);
  expect(phone.state).toMatchObject({ accepted: 1, handedOver: 1 });
  const deaf = new FakeEverbox();
  deaf.faults.push('suggestedPlace');
  deaf.offers = [offer('o1', 'd1')];
  expect((await deaf.live()).state.handedOver).toBe(1);
});

test('the same seed, courier and offer come to the same answer; the shares are kept', () => {
  const shares = { declines: 0.2, vanishes: 0.05 };
  const drawn = Array.from({ length: 5_000 }, (_, index) => decide('seed', 'courier', `offer-${index}`, shares));
  expect(decide('seed', 'courier', 'offer-7', shares)).toEqual(drawn[7]);
  expect(drawn.filter(({ accepts }) => !accepts).length / 5_000).toBeCloseTo(0.2, 1);
  expect(drawn.filter(({ vanishes }) => vanishes !== null).length / 5_000).toBeCloseTo(0.05, 1);
});

test('a fleet that names a courier twice, or asks for the impossible, is refused', () => {
  const courier = {
    id: 'c1',
    token: 't',
    zoneId: 'leeds',
    place: station,
    behaviour: { declines: 0, vanishes: 0, speedMetersPerMinute: 240, acceptAfterMs: 0, timeScale: 1 },
  };
  const refusals = (couriers: object[]): string[] =>
    fleetSetting
      .safeParse({ apiUrl: 'http://127.0.0.1:1', couriers })
      .error?.issues.map(({ path }) => path.join('.')) ?? [];
  expect(refusals([courier])).toEqual([]);
  expect(refusals([courier, courier])).toEqual(['couriers']);
  expect(refusals([{ ...courier, behaviour: { ...courier.behaviour, declines: 2 } }])).toEqual([
    'couriers.0.behaviour.declines',
  ]);
  expect(refusals([{ ...courier, place: { lat: 95, lng: 0 } }])).toEqual(['couriers.0.place.lat']);
});
