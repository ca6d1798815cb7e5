import { count } from '#cli/demo/count';
import type { LedgerFacts, ShipmentHistory } from '#cli/demo/facts';
import { readSubscription } from '#cli/demo/histories';
import type { Acknowledged } from '#cli/demo/journal';
import { continued, opened, run, shipmentStarted, started, subscriptionId, update } from './handMade';

type Runs = Parameters<typeof readSubscription>[0];
const signedUp: Acknowledged = { kind: 'signUp', subscriptionId, addressLine1: '1 High Street' };
export const swapped: Acknowledged = { kind: 'swap', subscriptionId, cycle: 1, sku: 'drum' };
export const skipped: Acknowledged = { kind: 'skip', subscriptionId, cycle: 1 };

interface World {
  /** Null: the subscription has no workflow. */
  runs: Runs | null;
  ledger: LedgerFacts;
  acknowledged?: Acknowledged[];
  shipments?: Record<number, Partial<ShipmentHistory>>;
}

export function counted({ runs, ledger, acknowledged = [], shipments = { 1: {} } }: World) {
  const histories = Object.entries(shipments).map(
    ([cycle, history]) => [Number(cycle), { events: 40, ended: true, abandoned: false, ...history }] as const,
  );
  return count({
    acknowledged: [signedUp, ...acknowledged],
    subscriptions: [{ subscriptionId, history: runs && readSubscription(runs), shipments: new Map(histories), ledger }],
  });
}

/** One cycle that ships what was picked. */
export const plain = [run(started(), opened(1), shipmentStarted(1), continued)];
export const withSwap = [
  run(started(), opened(1), update('u1', 'swapItem', { cycle: 1, sku: 'drum' }), shipmentStarted(1, 'drum'), continued),
];
export const withSkip = [run(started(), opened(1), update('u1', 'skipCycle', { cycle: 1 }), continued)];
export const whats = ({ findings }: ReturnType<typeof counted>): string[] => findings.map(({ what }) => what);
