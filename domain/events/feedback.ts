import { ownEventId } from '../ids';
import type { ReturnReason } from '../shipment/returns';
import type { SurveyAnswers } from '../survey/types';
import { ofShipment, type ShipmentFacts } from './facts';
import type { NewEvent } from './types';

/** What customers say of us, as events: numbers and codes. Their own words are never part of an event. */

interface OfSubscription {
  subscriptionId: string;
  customerId: string;
  programId: string;
}

/** One of several: `ratingId` is the row of this one. */
export function rateSubscriptionEvent(of: OfSubscription, ratingId: number, stars: number, atMs: number): NewEvent {
  const id = ownEventId(of.subscriptionId, 'rateSubscription', ratingId);
  return { ...of, id, kind: 'rateSubscription', sku: null, sessionId: null, occurredAtMs: atMs, data: { stars } };
}

/** A survey is answered once. `answers` are the countable ones. */
export function surveyAnswerEvent(
  { id: row, surveyId, subscriptionId, customerId, programId }: OfSubscription & { id: string; surveyId: string },
  answers: SurveyAnswers,
  atMs: number,
): NewEvent {
  const of = { subscriptionId, customerId, programId };
  const id = ownEventId(row, 'surveyAnswer');
  const data = { surveyId, answers };
  return { ...of, id, kind: 'surveyAnswer', sku: null, sessionId: null, occurredAtMs: atMs, data };
}

/** A shipment is sent back once. */
export function returnEvent(shipment: ShipmentFacts, reason: ReturnReason, atMs: number): NewEvent {
  const event = ofShipment(shipment, 'return', atMs);
  return { ...event, data: { ...event.data, reason } };
}
