import { z } from 'zod';
import { deliveryPhases } from '../delivery/types';
import { notificationTemplates } from '../notification/types';
import { subscriptionStatuses } from '../subscription/types';
import type { OutboxKind, OutboxPayloads } from './types';

const text = z.string();
const count = z.int();
const ms = z.number();
const msOrNull = ms.nullable();
const clock = z.looseObject({ originWallMs: ms, originBusinessMs: ms, speed: z.number() });
const ofShipment = { subscriptionId: text, cycle: count };

/**
 * What a row of the outbox is checked by before it is delivered; the compiler holds each to the payload of its kind.
 * Loose: a field that a newer version adds goes through a relay of this one untouched.
 */
export const outboxSchemas: { [Kind in OutboxKind]: z.ZodType<OutboxPayloads[Kind]> } = {
  startSubscription: z.looseObject({
    state: z.looseObject({
      id: text,
      customerId: text,
      programId: text,
      planId: text,
      status: z.enum(subscriptionStatuses),
      addressId: text,
      paymentMethodId: text,
      preferences: z.looseObject({
        ageYears: z.number().optional(),
        likes: z.array(text),
        dislikes: z.array(text),
        size: text.optional(),
      }),
      nextCycle: count,
      nextOpenAtMs: ms,
      anchor: z.looseObject({ atMs: ms, cycle: count, planId: text }),
      open: z.null(),
      lastClosed: z.null(),
      failedCycle: count.optional(),
      revision: count,
      decidedAtMs: ms,
    }),
    clock,
    zone: text,
    answered: z.tuple([]),
  }),
  startOrder: z.looseObject({
    orderId: text,
    customerId: text,
    programId: text,
    sku: text,
    addressId: text,
    paymentMethodId: text,
    chargeCents: count,
    promise: z.looseObject({
      promiseId: text,
      zoneId: text,
      stationId: text,
      place: z.looseObject({ lat: z.number(), lng: z.number() }),
      orderedAtMs: ms,
      handoffDueAtMs: ms,
      dueAtMs: ms,
      feeCents: count,
      missed: z.looseObject({ refundFee: z.boolean(), creditCents: count }),
    }),
  }),
  parcelEnded: z.looseObject({
    ...ofShipment,
    trackingNumber: text,
    status: z.enum(['delivered', 'returned']),
    atMs: ms,
  }),
  paymentMethodChanged: z.looseObject({
    ...ofShipment,
    payment: z.looseObject({ paymentMethodId: text, decidedAtMs: ms, revision: count }),
  }),
  deliveryHappened: z.looseObject({
    deliveryId: text,
    revision: count,
    phase: z.enum(deliveryPhases),
    packedAtMs: msOrNull,
    pickedUpAtMs: msOrNull,
    endedAtMs: msOrNull,
  }),
  zoneChanged: z.looseObject({ zoneId: text }),
  startSurvey: z.looseObject({
    id: text,
    subscriptionId: text,
    surveyId: text,
    programId: text,
    customerId: text,
    dueAtMs: ms,
    clock,
  }),
  stopSurvey: z.looseObject({ subscriptionId: text, surveyId: text }),
  eraseCustomer: z.looseObject({ customerId: text, erasedAtMs: ms }),
  notify: z.looseObject({
    idempotencyKey: text,
    reference: text,
    template: z.enum(notificationTemplates),
    customerId: text,
    data: z.record(text, z.union([text, z.number(), z.null()])),
  }),
};
