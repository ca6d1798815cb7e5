import fc from 'fast-check';
import type { CourierWish } from '#domain/promise/types';
import type { SubscriptionCommand } from '#domain/subscription/types';

/** What every cycle of these tests offers; the first is the pick. */
export const offered = ['A', 'B', 'C', 'D', 'E', 'F'];

/** The model: a customer's own notes, kept without looking at the implementation's state. */
export class Notes {
  status: 'active' | 'paused' | 'pastDue' | 'cancelled' = 'active';
  box: { number: number; item: string; skipped: boolean; untilMs: number; courier: CourierWish | null } | null = null;

  /** What a customer would expect to hear; null is yes. */
  expects(command: SubscriptionCommand, nowMs: number, closedNumber: number | null): string | null {
    if (this.status === 'cancelled') return 'SubscriptionEnded';
    switch (command.kind) {
      case 'pause':
        return this.status === 'active' ? null : 'NotActive';
      case 'resume':
        return this.status === 'active' ? 'NotPaused' : null;
      case 'skip':
      case 'unskip':
      case 'swap':
      case 'chooseDelivery': {
        if (command.cycle === closedNumber) return 'CutoffPassed';
        if (this.box?.number !== command.cycle) return 'NoOpenCycle';
        if (nowMs >= this.box.untilMs) return 'CutoffPassed';
        if (command.kind === 'skip') return this.box.skipped ? 'AlreadySkipped' : null;
        if (command.kind === 'unskip') return this.box.skipped ? null : 'NotSkipped';
        if (command.kind === 'chooseDelivery') return null;
        return offered.includes(command.sku) && command.sku !== this.box.item ? null : 'NotAnAlternative';
      }
      default:
        return null;
    }
  }

  take(command: SubscriptionCommand): void {
    if (command.kind === 'pause') this.status = 'paused';
    if (command.kind === 'resume') this.status = 'active';
    if (command.kind === 'cancel') this.status = 'cancelled';
    if (!this.box) return;
    if (command.kind === 'skip') this.box.skipped = true;
    if (command.kind === 'unskip') this.box.skipped = false;
    if (command.kind === 'chooseDelivery') this.box.courier = command.courier;
    // A courier of another zone cannot come to the new address.
    if (
      command.kind === 'changeAddress' &&
      command.zoneId !== undefined &&
      command.zoneId !== this.box.courier?.zoneId
    ) {
      this.box.courier = null;
    }
    if (command.kind === 'swap') this.box = { ...this.box, item: command.sku, skipped: false };
  }
}

const courierOf = (zoneId: string): CourierWish => ({
  kind: 'oneHour',
  zoneId,
  feeCents: 499,
  from: null,
  fromAtMs: 0,
});

const cycleNumber = fc.integer({ min: 1, max: 4 });
export const command: fc.Arbitrary<SubscriptionCommand> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('skip' as const), cycle: cycleNumber }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('unskip' as const), cycle: cycleNumber }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('swap' as const),
      cycle: cycleNumber,
      sku: fc.constantFrom(...offered, 'never offered'),
    }),
  },
  fc.record({ kind: fc.constant('pause' as const) }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('resume' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('chooseDelivery' as const),
      cycle: cycleNumber,
      courier: fc.constantFrom(null, courierOf('north'), courierOf('south')),
    }),
  },
  fc.record(
    {
      kind: fc.constant('changeAddress' as const),
      addressId: fc.constantFrom('adr_1', 'adr_2'),
      zoneId: fc.constantFrom('north', 'south', null),
    },
    { requiredKeys: ['kind', 'addressId'] },
  ),
  fc.record({ kind: fc.constant('changePlan' as const), planId: fc.constantFrom('monthly', 'weekly') }),
  fc.record({ kind: fc.constant('cancel' as const), reason: fc.constant(null) }),
);
