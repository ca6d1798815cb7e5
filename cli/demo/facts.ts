import type { Partner } from '#facade/ports/index';
import type { EffectView } from '#simulator/views';
import type { BusinessClock } from '#domain/clock';
import type { CycleOpening } from '#domain/subscription/apply';
import type { ShipmentInput } from '#workflows/shipment/messages';
import type { Acknowledged } from './journal';

/** One thing that a subscription's history tells, in the history's order. */
export type HistoryFact =
  | { kind: 'opened'; opening: CycleOpening }
  /** An update that was accepted and whose handler answered. `atWallMs`: the workflow's own time of acceptance. */
  | { kind: 'accepted'; updateId: string; name: string; argument: unknown; atWallMs: number }
  | { kind: 'paymentFailed' }
  /** The shipment was asked for: the cycle closed with a box. */
  | { kind: 'shipmentStarted'; input: ShipmentInput }
  /** A run ended, by continue-as-new or for good. */
  | { kind: 'runEnded' };

/** All runs of a subscription's workflow, from the first. */
export interface SubscriptionHistory {
  events: number;
  clock: BusinessClock;
  facts: HistoryFact[];
}

/** All runs of a shipment's workflow. */
export interface ShipmentHistory {
  events: number;
  /** It is over: nothing more will happen to its box. */
  ended: boolean;
  /** Ops or the program gave it up, and what was done for it was undone. */
  abandoned: boolean;
}

/** What the partners' ledger has under the references of one subscription. */
export interface LedgerFacts {
  effects: Pick<EffectView, 'operation' | 'state' | 'reference' | 'idempotencyKey' | 'deliveredAt'>[];
  /** What the warehouse was told to send: every call that took effect. */
  handoffs: { reference: string; idempotencyKey: string; sku: string; addressLine1: string }[];
  /** Partners that the simulator does not play: nothing of them is in the ledger. */
  notSimulated: readonly Partner[];
  /** Faults that were injected into calls and parcels. */
  faults: number;
}

export interface SubscriptionFacts {
  subscriptionId: string;
  /** Null: there is no such workflow. */
  history: SubscriptionHistory | null;
  /** By cycle; a cycle without a shipment workflow is absent. */
  shipments: ReadonlyMap<number, ShipmentHistory>;
  ledger: LedgerFacts;
}

/** All that a run of the demo left behind, as Temporal, the partners and the customers tell it. */
export interface RunFacts {
  acknowledged: Acknowledged[];
  subscriptions: SubscriptionFacts[];
}
