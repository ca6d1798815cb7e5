import type { Pool } from 'pg';
import { inTransaction } from '../database';
import type { PhoneMemory, PhoneState } from './memory';
import { type DoorCode, type FleetRules, type FleetSetting, fleetSetting, type PhoneSetting } from './setting';
import { newPhone } from './memory';
import type { Visit } from './views';

export interface StoredPhone {
  rules: FleetRules;
  setting: PhoneSetting;
  state: PhoneState;
}

/** Puts this fleet in the place of any other. */
export async function replaceFleet(pool: Pool, { couriers, ...rules }: FleetSetting): Promise<StoredPhone[]> {
  const phones = couriers.map((setting) => ({ rules, setting, state: newPhone(setting.place) }));
  await inTransaction(pool, async (tx) => {
    await tx.query('DELETE FROM simulator.phones');
    await tx.query(
      `INSERT INTO simulator.phones (courier_id, rules, setting, state)
       SELECT given.courier_id, $1, given.setting, given.state
       FROM unnest($2::text[], $3::jsonb[], $4::jsonb[]) AS given (courier_id, setting, state)`,
      [
        JSON.stringify(rules),
        phones.map(({ setting }) => setting.id),
        phones.map(({ setting }) => JSON.stringify(setting)),
        phones.map(({ state }) => JSON.stringify(state)),
      ],
    );
  });
  return phones;
}

/** The fleet as the last process left it. */
export async function loadFleet(pool: Pool): Promise<StoredPhone[]> {
  const { rows } = await pool.query<{ rules: unknown; setting: unknown; state: PhoneState }>(
    'SELECT rules, setting, state FROM simulator.phones ORDER BY courier_id',
  );
  return rows.map(({ rules, setting, state }) => {
    const { couriers, ...parsed } = fleetSetting.parse({ ...(rules as object), couriers: [setting] });
    return { rules: parsed, setting: couriers[0] as PhoneSetting, state };
  });
}

/** What one phone remembers, in the simulator's tables. */
export function memoryOf(pool: Pool, courierId: string): PhoneMemory {
  return {
    save: async (state) => {
      await pool.query('UPDATE simulator.phones SET state = $2 WHERE courier_id = $1', [
        courierId,
        JSON.stringify(state),
      ]);
    },
    visit: async (deliveryId, kind) => {
      await pool.query(
        'INSERT INTO simulator.visits (delivery_id, courier_id, kind) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        [deliveryId, courierId, kind],
      );
    },
    codeAt: async (deliveryId) => {
      const { rows } = await pool.query<{ code: string }>(
        'SELECT code FROM simulator.door_codes WHERE delivery_id = $1',
        [deliveryId],
      );
      return rows[0]?.code ?? null;
    },
  };
}

export async function storeDoorCodes(pool: Pool, codes: DoorCode[]): Promise<void> {
  await pool.query(
    `INSERT INTO simulator.door_codes (delivery_id, code) SELECT * FROM unnest($1::text[], $2::text[])
     ON CONFLICT (delivery_id) DO UPDATE SET code = excluded.code`,
    [codes.map(({ deliveryId }) => deliveryId), codes.map(({ code }) => code)],
  );
}

/** What couriers did with these deliveries, oldest first. */
export async function readVisits(pool: Pool, deliveryIds: string[]): Promise<Visit[]> {
  const { rows } = await pool.query<{ visit: Visit }>(
    `SELECT json_build_object('deliveryId', delivery_id, 'courierId', courier_id, 'kind', kind, 'at', at) AS visit
     FROM simulator.visits WHERE delivery_id = ANY ($1) ORDER BY at`,
    [deliveryIds],
  );
  return rows.map(({ visit }) => visit);
}
