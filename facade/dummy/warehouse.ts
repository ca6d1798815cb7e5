import { WarehouseFault, type WarehousePort } from '../ports';
import { addressRefused, warehouseRefuses } from '../testData/addresses';
import { idFor } from '../testData/draw';

/** Takes every order but those to an address that the simulator refuses too. It packs nothing and sends no webhook. */
export function createDummyWarehouse(): WarehousePort {
  return {
    handOff: async ({ idempotencyKey, address }) =>
      warehouseRefuses(address)
        ? { outcome: 'refused', reason: addressRefused.type, message: addressRefused.message }
        : { outcome: 'accepted', warehouseOrderId: idFor('wo_', 'handOff', idempotencyKey) },
    cancelOrder: async ({ warehouseOrderId }) => {
      if (!/^wo_[0-9a-f]{24}$/.test(warehouseOrderId)) {
        throw new WarehouseFault('warehouse cancelOrder: there is no such order', false);
      }
    },
  };
}
