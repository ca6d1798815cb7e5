import { z } from 'zod';
import { cycleSummary } from '#contract/cycle';
import { opsReturn } from '#contract/feedback';
import { programMetrics } from '#contract/ops';
import { parkedShipment, shipmentChange, shipmentSummary } from '#contract/shipment';
import { subscription } from '#contract/subscription';
import type { ApiClient } from '../http/client';
import type { readAddressFile } from './addressFile';
import type { SubscriptionReport } from './views';

const pageOf = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), next: z.string().nullable() });
const largestPage = 100;

/** Every shipment that waits for a person, latest first. */
export const attention = (api: ApiClient) => allPages(api, '/v1/ops/attention', parkedShipment);

/** Sentences about workflows without rows, and rows without workflows. */
export async function attentionNotices(api: ApiClient): Promise<string[]> {
  const answer = z.object({ notices: z.array(z.string()) });
  return (await api.send({ method: 'GET', path: '/v1/ops/attention?limit=1', answer })).notices;
}

/** What customers send back, latest first, at most `most` of them. */
export const returns = (api: ApiClient, { programId, most }: { programId: string | undefined; most: number }) =>
  allPages(api, '/v1/ops/returns', opsReturn, { query: programId === undefined ? {} : { programId }, most });

/** What a retry may change. */
export interface Mending {
  address?: ReturnType<typeof readAddressFile> | undefined;
  /** Keep the address for the boxes that follow. */
  forSubscription?: boolean | undefined;
}

export function retry(api: ApiClient, shipmentId: string, { address, forSubscription }: Mending = {}) {
  const body = { ...(address ? { address } : {}), ...(forSubscription ? { forSubscription } : {}) };
  return api.send({ method: 'POST', path: `${shipmentPath(shipmentId)}/retry`, body, answer: shipmentChange });
}

export function abandon(api: ApiClient, shipmentId: string, reason: string) {
  return api.send({
    method: 'POST',
    path: `${shipmentPath(shipmentId)}/abandon`,
    body: { reason },
    answer: shipmentChange,
  });
}

export async function metrics(api: ApiClient) {
  const answer = z.object({ items: z.array(programMetrics) });
  return (await api.send({ method: 'GET', path: '/v1/ops/metrics', answer })).items;
}

export async function subscriptionReport(api: ApiClient, id: string): Promise<SubscriptionReport> {
  const path = `/v1/subscriptions/${encodeURIComponent(id)}`;
  return {
    subscription: await api.send({ method: 'GET', path, answer: subscription }),
    cycles: await allPages(api, `${path}/cycles`, cycleSummary),
    shipments: await allPages(api, `${path}/shipments`, shipmentSummary),
  };
}

const shipmentPath = (id: string): string => `/v1/ops/shipments/${encodeURIComponent(id)}`;

interface PageOptions {
  query?: Record<string, string>;
  most?: number;
}

async function allPages<S extends z.ZodType>(
  api: ApiClient,
  path: string,
  item: S,
  { query: given = {}, most = Infinity }: PageOptions = {},
): Promise<z.output<S>[]> {
  const items: z.output<S>[] = [];
  let cursor: string | null = null;
  do {
    const limit = String(Math.min(largestPage, most - items.length));
    const query = new URLSearchParams({ ...given, limit, ...(cursor === null ? {} : { cursor }) });
    const page: { items: z.output<S>[]; next: string | null } = await api.send({
      method: 'GET',
      path: `${path}?${query.toString()}`,
      answer: pageOf(item),
    });
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null && items.length < most);
  return items;
}
