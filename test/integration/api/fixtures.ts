import type { RankedItem } from '#domain/selection/types';
import { testQuestions } from '#test/support/survey';
import { ApiRig, signUpBody } from './rig';

export async function signUp(rig: ApiRig, subject = 'cus_1', change: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await rig.call('POST', '/v1/subscriptions', {
    role: 'customer',
    subject,
    body: signUpBody(change),
  });
  if (status !== 201) throw new Error(`sign-up: ${status} ${JSON.stringify(body)}`);
  return body.id;
}

const ranked = (sku: string): RankedItem => ({
  sku,
  title: `Title of ${sku}`,
  priceCents: 1_500,
  score: 1,
  parts: { rating: 1, awards: 0, preference: 0, novelty: 0 },
  reason: `because of ${sku}`,
});

export interface CycleFixture {
  status?: string;
  cutoffAt?: Date;
  offered?: string[];
  sku?: string | null;
  chosenBy?: string;
  skipped?: boolean;
}

/** A cycle as the projection would have written it. */
export async function storeCycle(rig: ApiRig, subscriptionId: string, number: number, cycle: CycleFixture = {}) {
  const cutoffAt = cycle.cutoffAt ?? new Date(Date.now() + 86_400_000);
  await rig.database.pool.query(
    `INSERT INTO cycles (subscription_id, number, status, sku, chosen_by, offered, skipped, charge_cents, opened_at,
       cutoff_at, ship_at, revision)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 1999, now() - interval '1 day', $8, $8, $2)`,
    [
      subscriptionId,
      number,
      cycle.status ?? 'open',
      cycle.sku === undefined ? 'toy-01' : cycle.sku,
      cycle.chosenBy ?? 'everbox',
      JSON.stringify((cycle.offered ?? ['toy-01', 'toy-02', 'toy-03']).map(ranked)),
      cycle.skipped ?? false,
      cutoffAt,
    ],
  );
}

export interface ShipmentFixture {
  customerId?: string;
  phase?: string;
  trackingNumber?: string | null;
  trackingStatus?: string | null;
  attention?: string | null;
  deliveredAt?: Date | null;
}

/** A shipment as the projection would have written it; returns its ID. */
export async function storeShipment(
  rig: ApiRig,
  subscriptionId: string,
  cycle: number,
  shipment: ShipmentFixture = {},
) {
  const id = `${subscriptionId}-${cycle}`;
  await rig.database.pool.query(
    `INSERT INTO shipments (id, subscription_id, cycle, customer_id, program_id, phase, sku, charge_cents, address_id,
       tracking_number, tracking_status, attention, delivered_at, revision)
     VALUES ($1, $2, $3, $4, 'test-toys', $5, 'toy-01', 1999, 'addr_x', $6, $7, $8, $9, 1)`,
    [
      id,
      subscriptionId,
      cycle,
      shipment.customerId ?? 'cus_1',
      shipment.phase ?? 'inTransit',
      shipment.trackingNumber ?? null,
      shipment.trackingStatus ?? null,
      shipment.attention ?? null,
      shipment.deliveredAt ?? null,
    ],
  );
  if (shipment.trackingNumber) {
    await rig.database.pool.query('INSERT INTO parcels (tracking_number, shipment_id, status) VALUES ($1, $2, $3)', [
      shipment.trackingNumber,
      id,
      shipment.trackingStatus ?? 'booked',
    ]);
  }
  return id;
}

/** An API with a subscription of `cus_1`, whose first box was delivered. */
export async function openWithBox(): Promise<{ rig: ApiRig; subscriptionId: string; shipmentId: string }> {
  const rig = await ApiRig.open();
  const subscriptionId = await signUp(rig);
  const box = { phase: 'delivered', deliveredAt: new Date() };
  return { rig, subscriptionId, shipmentId: await storeShipment(rig, subscriptionId, 1, box) };
}

const definition = { title: 'A survey', questions: testQuestions };

/** A survey that was asked, or is in another state. */
export async function storeSurvey(
  rig: ApiRig,
  subscriptionId: string,
  { surveyId = 'third-box', customerId = 'cus_1', state = 'sent' } = {},
): Promise<{ id: string; optOutToken: string }> {
  const { rows } = await rig.database.pool.query<{ id: string; optOutToken: string }>(
    `INSERT INTO surveys (id, subscription_id, survey_id, program_id, customer_id, state, definition, due_at, sent_at)
     VALUES ($1, $2, $3, 'test-toys', $4, $5, $6, now(), CASE WHEN $5 = 'scheduled' THEN NULL ELSE now() END)
     RETURNING id, opt_out_token AS "optOutToken"`,
    [`${subscriptionId}-${surveyId}`, subscriptionId, surveyId, customerId, state, JSON.stringify(definition)],
  );
  return rows[0]!;
}
