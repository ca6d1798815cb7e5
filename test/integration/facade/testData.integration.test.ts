import { testData } from '#facade/testData/table';
import { chargeOf, handoffOf, parcelOf, type Rig, startRig } from './rig';
import { startReceiver, until, type Receiver } from './receiver';

let receiver: Receiver;
let rig: Rig;
beforeAll(async () => {
  receiver = await startReceiver();
  rig = await startRig({ webhookUrl: receiver.url });
  await rig.client.settings({ transitMs: 0 });
});
afterAll(async () => {
  await rig.close();
  await receiver.close();
});

const charge = (paymentToken: string, n = 0) =>
  rig.facade.payment.charge({ ...chargeOf(`${paymentToken}-${n}`), paymentToken });
const handOff = (line1: string) => {
  const request = handoffOf(line1);
  return rig.facade.warehouse.handOff({ ...request, address: { ...request.address, line1 } });
};
const book = (change: { city?: string; line2?: string }) => {
  const request = parcelOf(JSON.stringify(change));
  return rig.facade.carrier.bookParcel({ ...request, address: { ...request.address, ...change } });
};

/** What the simulator does with each value of the table, in the words of the ports. */
const expectations: Record<keyof typeof testData, (text: string) => Promise<void>> = {
  charges: async (text) => expect(await charge(`${text}_me`)).toMatchObject({ outcome: 'charged' }),
  declines: async (text) => expect(await charge(`${text}_me`)).toEqual({ outcome: 'declined', reason: 'cardDeclined' }),
  declinesFirst: async (text) => {
    const token = text.replace('N', '2');
    const outcomes = [await charge(token, 0), await charge(token, 1), await charge(token, 2)];
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['declined', 'declined', 'charged']);
  },
  unknownCard: async () => expect(await charge('visa')).toEqual({ outcome: 'declined', reason: 'unknownToken' }),
  undeliverable: async (text) => {
    expect(await handOff(`1 ${text} Street`)).toMatchObject({ outcome: 'refused' });
    expect(await handOff('1 High Street')).toMatchObject({ outcome: 'accepted' });
  },
  noCarrier: async (text) => {
    expect(await book({ city: `Port ${text}` })).toMatchObject({ outcome: 'refused' });
    expect(await book({ city: 'Leeds' })).toMatchObject({ outcome: 'booked' });
  },
  returns: async (text) => {
    const booked = await book({ line2: `Flat ${text}` });
    if (booked.outcome !== 'booked') throw new Error('the carrier takes it first');
    await until(() => receiver.statusesOf(booked.trackingNumber).includes('returned'));
    expect(receiver.statusesOf(booked.trackingNumber)).not.toContain('delivered');
  },
};

test.each(Object.entries(expectations))('what the table says of %s is what happens', async (name, expectBehaviour) => {
  await expectBehaviour(testData[name as keyof typeof testData].text);
});
