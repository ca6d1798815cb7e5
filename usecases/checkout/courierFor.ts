import { wishesFor } from './wish';
import type { Queryable } from '#db/pool';
import type { CycleRead } from '#db/subscriptions/cycleReads';
import type { SubscriptionRead } from '#db/subscriptions/subscriptionReads';
import type { CourierWish, WindowKind } from '#domain/promise/types';
import { fieldRefusal } from '../refusal';
import { requireProgram } from '../subscriptions/programRules';
import { closedRefusal } from './refusals';

interface CourierRequest {
  method: WindowKind;
  from?: string | null | undefined;
  feeCents?: number | undefined;
}

/** The courier that a customer asks for, as far as it can be known before the day. @throws Refusal when none can come */
export async function courierFor(
  db: Queryable,
  { programId, address }: SubscriptionRead,
  { shipAt }: CycleRead,
  { method, from = null, feeCents }: CourierRequest,
): Promise<CourierWish> {
  const program = await requireProgram(db, programId);
  const asked = { program, place: address.location, shipAtMs: shipAt.getTime(), from };
  const [found] = (await wishesFor(db, asked, [method])).wishes;
  if (!found) throw new Error(`nothing was said of ${method}`);
  if ('reason' in found) throw closedRefusal(found);
  const { wish } = found;
  if (feeCents !== undefined && feeCents !== wish.feeCents) {
    const message = `the fee is ${wish.feeCents} now`;
    throw fieldRefusal({ in: 'body', field: 'feeCents', rule: 'current', message });
  }
  return wish;
}
