import { hasEnded, milestonesOf } from '#cli/demo/shipmentWatch';
import { shipmentPhases, type ShipmentPhase } from '#domain/shipment/types';

const look = (phase: ShipmentPhase, trackingNumber: string | null = null, deliveredAt: string | null = null) => ({
  phase,
  trackingNumber,
  deliveredAt,
});

describe('what a customer hears of a shipment', () => {
  it.each([
    [look('reserving'), []],
    [look('charging'), []],
    [look('dunning'), []],
    [look('waiting'), ['charged']],
    // The phase is projected after the parcel is known.
    [look('reserving', 'TN1'), ['charged', 'shipped']],
    [look('inTransit', 'TN1'), ['charged', 'shipped']],
    [look('delivered', 'TN1', '2026-01-01T00:00:00Z'), ['charged', 'shipped', 'delivered']],
    [look('abandoned', 'TN1'), ['abandoned']],
  ])('%j tells %j', (seen, told) => {
    expect(milestonesOf(seen)).toEqual(told);
  });

  it('ends where the workflow ends', () => {
    expect(shipmentPhases.filter((phase) => hasEnded({ phase }))).toEqual(['abandoned', 'done']);
  });
});
