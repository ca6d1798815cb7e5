import { inTransaction } from '#db/pool';
import { recordEvents } from '#db/events/events';
import { eventsAreFinal } from '#test/support/finalEvents';
import { wearProgram } from '#test/support/wearProgram';
import type { Fit, WearRig } from './rig';

export const program = wearProgram();
export const styles = Array.from({ length: 8 }, (_, n) => `style-0${n + 1}`);

export const idsOf = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `cus_${name}_${n}`);

/** Customers who tried M of every style, and how each turned out. */
export async function tried(
  rig: WearRig,
  name: string,
  count: number,
  fitOf: (style: number, customer: number) => Fit,
  isWanted: (customerId: string, styleId: string) => boolean = () => true,
): Promise<void> {
  const events = idsOf(name, count).flatMap((customerId, customer) =>
    styles.flatMap((styleId, style) =>
      isWanted(customerId, styleId)
        ? [
            {
              id: `${customerId}:${styleId}`,
              kind: 'fit' as const,
              customerId,
              programId: program.id,
              sku: `${styleId}-M`,
              subscriptionId: null,
              sessionId: null,
              occurredAtMs: Date.now() - 60_000,
              data: { fit: fitOf(style, customer) },
            },
          ]
        : [],
    ),
  );
  await inTransaction(rig.db, (tx) => recordEvents(tx, events));
  await eventsAreFinal(rig.db); // which is what training reads
}

/** Every other style runs small; every third customer finds all of them large. */
const runsSmall =
  (parity: 0 | 1) =>
  (style: number, customer: number): Fit => {
    if (customer % 3 === 0) return 'tooLarge';
    return style % 2 === parity ? 'tooSmall' : 'good';
  };
export const [evensRunSmall, oddsRunSmall] = [runsSmall(0), runsSmall(1)];

/** The models of sizes, as operators see them; or another of their requests about models. */
export const ops = (rig: WearRig, method: string, path: string, body?: object) =>
  rig.api.call(method, `/v1/ops/programs/${program.id}/models${path}`, {
    role: 'operator',
    subject: 'ops_1',
    ...(body ? { body } : {}),
  });
export const fitModelsOf = async (rig: WearRig) => (await ops(rig, 'GET', '')).body.fit;
