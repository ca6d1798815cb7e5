import { createProviders } from '#facade/compose/providers';
import type { BookParcelRequest, ChargeRequest, HandoffRequest, PostalAddress, Providers } from '#facade/ports/index';
import { SimulatorClient } from '#simulator/client';
import { type RunningSimulator, startSimulator } from '#simulator/main';
import { simulatedBy } from '#test/support/simulatedBy';
import { createTestDatabase, type TestDatabase } from '#test/support/database';

export const apiKey = 'key-of-the-tests';
export const webhookSecret = 'webhook-secret-of-the-tests';

export interface Rig {
  database: TestDatabase;
  simulator: RunningSimulator;
  client: SimulatorClient;
  /** The HTTP adapters, bare: what a call does is the partner's, not a breaker's or a cache's. */
  facade: Providers;
  /** Stops the simulator and starts it again on the same ledger, behind the same adapters' addresses. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** The real simulator on a free port with a ledger of its own, and the real adapters in front of it. */
export async function startRig(options: { webhookUrl?: string; timeoutMs?: number } = {}): Promise<Rig> {
  const database = await createTestDatabase();
  const start = (port: number): Promise<RunningSimulator> =>
    startSimulator({
      port,
      host: '127.0.0.1',
      databaseUrl: database.url,
      apiKey,
      webhookSecret,
      // Port 9 is closed: webhooks wait, which is no matter to tests that look at none.
      webhookUrl: options.webhookUrl ?? 'http://127.0.0.1:9',
    });
  const simulator = await start(0);
  const rig: Rig = {
    database,
    simulator,
    client: new SimulatorClient({ url: simulator.url, apiKey }),
    facade: facadeFor(simulator.url, options.timeoutMs),
    restart: async () => {
      await rig.simulator.stop();
      rig.simulator = await start(simulator.port);
    },
    close: async () => {
      await rig.simulator.stop();
      await database.drop();
    },
  };
  return rig;
}

export function facadeFor(url: string, timeoutMs = 10_000, key = apiKey): Providers {
  return createProviders({ providers: simulatedBy(url), apiKey: key, timeoutMs });
}

const address: PostalAddress = {
  name: 'Ada Example',
  line1: '1 Example Street',
  line2: null,
  city: 'Exampleton',
  postalCode: '12345',
  country: 'DE',
};

export const chargeOf = (reference: string, changes: Partial<ChargeRequest> = {}): ChargeRequest => ({
  idempotencyKey: `${reference}:charge`,
  reference,
  customerId: 'customer-1',
  paymentToken: 'tok_ok_visa',
  amountCents: 2_500,
  currency: 'EUR',
  ...changes,
});

export const handoffOf = (reference: string, changes: Partial<PostalAddress> = {}): HandoffRequest => ({
  idempotencyKey: `${reference}:handoff`,
  reference,
  sku: 'SKU-1',
  quantity: 1,
  address: { ...address, ...changes },
});

export const parcelOf = (reference: string, changes: Partial<PostalAddress> = {}): BookParcelRequest => ({
  idempotencyKey: `${reference}:parcel`,
  reference,
  service: 'standard',
  warehouseOrderId: 'wo_1',
  address: { ...address, ...changes },
});
