import { call } from './customer';
import { waitFor } from './waitFor';
import type { World } from './world';

/** Why a shipment is on the attention list; null: it is not. */
export async function attentionOf(world: World, shipmentId: string): Promise<string | null> {
  const token = await world.token('operator', 'ops');
  const { body } = await call(world, token, 'GET', '/v1/ops/attention?limit=100');
  const found = body.items.find((item: { id: string }) => item.id === shipmentId);
  return (found?.attention as string | undefined) ?? null;
}

/** Once it is on the attention list for this reason. */
export async function attentionFor(world: World, shipmentId: string, reason: string): Promise<void> {
  await waitFor(`${reason} of ${shipmentId}`, async () =>
    (await attentionOf(world, shipmentId)) === reason ? true : undefined,
  );
}
