import { readAddress } from '#db/subscriptions/personalData';
import { consumeReservation } from '#db/catalog/stock';
import type { HandoffAnswer } from '#facade/ports/index';
import type { ShipmentAt } from '../billing/shipmentAt';
import type { Dependencies } from '../dependencies';
import { cancelElsewhere } from '../dispatch/anotherStation';
import { addressOfRound, dated, once, recordAbandoned, takeStep, type DataMissing, type Dated } from '../effects';

/** Gives the order to the warehouse; the unit leaves our stock with it. Safe to run again: see `takeStep`. */
export async function handOff(
  { db, facade }: Dependencies,
  { input, state }: ShipmentAt,
): Promise<Dated<HandoffAnswer> | DataMissing> {
  const round = state.rounds.handoff;
  return takeStep(
    db,
    input,
    'handoff',
    round,
    async (idempotencyKey) => {
      const answer = await facade.warehouse.handOff({
        idempotencyKey,
        reference: input.shipmentId,
        sku: state.sku,
        quantity: 1,
        ...(state.stationId === null ? {} : { stationId: state.stationId }),
        address: await readAddress(db, await addressOfRound(db, input, 'handoffAddress', round, state.addressId)),
      });
      return dated(input, answer);
    },
    async (tx, answer) => {
      if (answer.outcome === 'accepted') await consumeReservation(tx, input.shipmentId);
    },
  );
}

/** Takes the order back from the warehouse. Safe to run again: see `once`. */
export async function cancelHandoff(dependencies: Dependencies, { input, state }: ShipmentAt): Promise<void> {
  const { db, facade } = dependencies;
  const { warehouseOrderId } = state;
  if (warehouseOrderId === null) return;
  await recordAbandoned(db, input, state.abandonReason);
  await once(db, input, 'cancelHandoff', 0, async (idempotencyKey) => {
    await facade.warehouse.cancelOrder({ idempotencyKey, reference: input.shipmentId, warehouseOrderId });
    return {};
  });
  await cancelElsewhere(dependencies, input);
}
