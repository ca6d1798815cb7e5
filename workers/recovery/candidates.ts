import type { Queryable } from '#db/pool';
import { listLivingSubscriptions, type LivingSubscription } from '#db/subscriptions/livingSubscriptions';
import { listLivingShipments, listScheduledSurveys, listUnsweptErasures } from '#db/recovery/recovery';
import { eraseWorkflowId, subscriptionWorkflowId, surveyWorkflowId } from '#domain/ids';
import { eraseCustomerWorkflow } from '#workflows/eraseCustomer/messages';
import { customerKey } from '#workflows/searchAttributes';
import type { ShipmentInput } from '#workflows/shipment/messages';
import { subscriptionWorkflow, type SubscriptionInput } from '#workflows/subscription/messages';
import { surveyWorkflow } from '#workflows/survey/messages';
import { attributesOf } from '../relay/toWorkflows';
import { ofShipment } from './shipmentCandidates';
import type { Candidate } from './types';

const pageSize = 200;

/** Every workflow that Postgres expects to be there, page by page: its rows are read as they are at that moment. */
export async function* candidates(db: Queryable): AsyncGenerator<Candidate[]> {
  yield* pages(
    (after) => listLivingSubscriptions(db, after, pageSize),
    (one) => [ofSubscription(one)],
  );
  yield* pages((after) => listLivingShipments<ShipmentInput>(db, after, pageSize), ofShipment);
  yield* pages(
    (after) => listScheduledSurveys(db, after, pageSize),
    (survey) => [
      {
        workflowId: surveyWorkflowId(survey.subscriptionId, survey.surveyId),
        standing: 'scheduled',
        start: {
          workflowType: surveyWorkflow,
          args: [survey],
          attributes: attributesOf(survey, 'scheduled'),
          summary: `${survey.surveyId}, due ${new Date(survey.dueAtMs).toISOString()}`,
          news: [],
        },
      },
    ],
  );
  const erasures = await listUnsweptErasures(db);
  yield erasures.map((input) => ({
    workflowId: eraseWorkflowId(input.customerId, input.erasedAtMs),
    standing: 'to be swept',
    start: {
      workflowType: eraseCustomerWorkflow,
      args: [input],
      attributes: [{ key: customerKey, value: input.customerId }],
      summary: 'the rest of an erasure',
      news: [],
    },
  }));
}

async function* pages<Row extends { id: string }>(
  read: (afterId: string) => Promise<Row[]>,
  toCandidates: (row: Row) => Candidate[],
): AsyncGenerator<Candidate[]> {
  for (let after = ''; ;) {
    const rows = await read(after);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.flatMap(toCandidates);
    after = last.id;
  }
}

function ofSubscription({ id, state, clock, zone, opening }: LivingSubscription): Candidate {
  const workflowId = subscriptionWorkflowId(id);
  if (!state) return { workflowId, standing: 'unknown', start: null };
  const { open, status } = state;
  // A cycle without its opening cannot be sent: rows of before it was kept.
  if (open && !opening) return { workflowId, standing: `${status}, cycle ${open.number} open`, start: null };
  const input: SubscriptionInput = {
    state,
    clock,
    zone,
    answered: [],
    ...(open && opening ? { opening } : {}),
  };
  return {
    workflowId,
    standing: open ? `${status}, cycle ${open.number} open` : `${status}, before cycle ${state.nextCycle}`,
    start: {
      workflowType: subscriptionWorkflow,
      args: [input],
      attributes: attributesOf(state, status),
      summary: `${state.customerId} in ${state.programId}`,
      news: [],
    },
  };
}
