import { ownEventId } from '../ids';
import type { ReturnReason } from '../shipment/returns';
import type { SurveyAnswers } from '../survey/types';
import { ofShipment, type ShipmentFacts } from './facts';
import type { EventData, NewEvent } from './types';

/** What customers say of us, as events: numbers and codes. Their own words are never part of an event. */

interface OfCustomer {
  customerId: string;
  programId: string;
}

interface OfSubscription extends OfCustomer {
  subscriptionId: string;
}

interface OfSurvey extends OfCustomer {
  /** Null: of a single order. */
  subscriptionId: string | null;
}

/** One of several: `ratingId` is the row of this one. */
export function rateSubscriptionEvent(of: OfSubscription, ratingId: number, stars: number, atMs: number): NewEvent {
  const id = ownEventId(of.subscriptionId, 'rateSubscription', ratingId);
  return { ...of, id, kind: 'rateSubscription', sku: null, sessionId: null, occurredAtMs: atMs, data: { stars } };
}

/** A survey is answered once. `answers` are the countable ones. */
export function surveyAnswerEvent(
  { id: row, surveyId, sku, ...of }: AnsweredSurvey,
  answers: SurveyAnswers,
  atMs: number,
): NewEvent {
  const { subscriptionId, customerId, programId } = of;
  const id = ownEventId(row, 'surveyAnswer');
  const about = { subscriptionId, customerId, programId, sku };
  return { ...about, id, kind: 'surveyAnswer', sessionId: null, occurredAtMs: atMs, data: { surveyId, answers } };
}

interface AnsweredSurvey extends OfSurvey {
  id: string;
  surveyId: string;
  /** What it was about; null: no item. */
  sku: string | null;
}

/** What a survey about one shipment said of how its item fits. Each is asked about once. */
export function fitEvent(
  of: OfSurvey & { shipmentId: string; sku: string },
  fit: NonNullable<EventData['fit']>,
  atMs: number,
): NewEvent {
  const { subscriptionId, customerId, programId, shipmentId, sku } = of;
  const id = ownEventId(shipmentId, 'fit');
  const data = { shipmentId, fit };
  return { subscriptionId, customerId, programId, sku, id, kind: 'fit', sessionId: null, occurredAtMs: atMs, data };
}

/** A shipment is sent back once. */
export function returnEvent(shipment: ShipmentFacts, reason: ReturnReason, atMs: number): NewEvent {
  const event = ofShipment(shipment, 'return', atMs);
  return { ...event, data: { ...event.data, reason } };
}
