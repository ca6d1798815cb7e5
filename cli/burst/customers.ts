import type { SimulatorClient } from '#simulator/client';
import type { PublicProgram } from '../demo/contract';
import { apiOf } from '../demo/options';
import { randomOf } from '../demo/random';
import type { ApiClient } from '../http/client';
import { pause } from '../pause';
import type { PlacedOrder } from './facts';
import type { BurstOptions, BurstTarget } from './options';
import { dropoffCode, isOver, placeOrder } from './order';
import type { BurstStage } from './stage';
import { someDoor } from './zone';

/** How often one customer looks where the order is. Two hundred of them are some fifty requests a second. */
const lookMs = 4_000;
/** Most are at home and say their code; with the others the courier leaves it at the door and takes a photo. */
const atHomeShare = 0.8;

export interface BurstRun {
  options: BurstOptions;
  target: BurstTarget;
  program: PublicProgram;
  stage: BurstStage;
  simulator: SimulatorClient;
  /** Aborted at the end, whether all is over or the limit has come. */
  signal: AbortSignal;
}

export interface BurstOrders {
  placed: PlacedOrder[];
  promiseRefused: number;
  /** What kept customers from ordering, and orders that were not over in time. */
  troubles: string[];
}

/** All customers click within the time that the options give them, and wait until it is over with their orders. */
export async function orderAll(run: BurstRun, note: (text: string) => void): Promise<BurstOrders> {
  const { options } = run;
  const orders: BurstOrders = { placed: [], promiseRefused: 0, troubles: [] };
  let open = options.orders;
  const ticker = setInterval(() => note(`${orders.placed.length} ordered, ${open} still open`), 15_000);
  const customers = Array.from({ length: options.orders }, async (_, index) => {
    try {
      await oneCustomer(run, index, orders);
    } catch (error) {
      orders.troubles.push(`customer ${index + 1}: ${run.signal.aborted ? 'not over in time' : messageOf(error)}`);
    } finally {
      open -= 1;
    }
  });
  await Promise.all(customers);
  clearInterval(ticker);
  return orders;
}

async function oneCustomer(run: BurstRun, index: number, orders: BurstOrders): Promise<void> {
  const { options, target, program, stage, signal } = run;
  const random = randomOf(options.seed, 'customer', index);
  const number = String(index + 1).padStart(3, '0');
  const customerId = `burst_${stage.courierIds[0]?.split('_')[1] ?? 'run'}_${number}`;
  await pause((index / options.orders) * options.withinSeconds * 1_000, signal);
  const api = await apiOf(target, 'customer', customerId, signal);
  const sku = random.pick(stage.skus);
  const wish = { name: `Customer ${number}`, customerId, programId: program.id, sku, place: someDoor(random) };
  const placed = await placeOrder(api, program, wish);
  if (!placed) {
    orders.promiseRefused += 1;
    return;
  }
  orders.placed.push(placed);
  await waitForIt(run, api, placed, random.next() < atHomeShare);
}

async function waitForIt({ simulator, signal }: BurstRun, api: ApiClient, placed: PlacedOrder, atHome: boolean) {
  let code: string | null = null;
  while (!(await isOver(api, placed))) {
    if (atHome && code === null) {
      code = await dropoffCode(api, placed);
      if (code !== null) await simulator.setDoorCodes([{ deliveryId: placed.shipmentId, code }]);
    }
    await pause(lookMs, signal);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
