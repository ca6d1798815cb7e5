import type { SubscriptionState } from '#domain/subscription/types';

/** Markdown for the Temporal UI: where the subscription stands. */
export function describe(state: SubscriptionState): string {
  const { open } = state;
  const lines = [`**${state.status}** in ${state.programId} (${state.planId})`];
  if (open) {
    lines.push(
      `Cycle ${open.number}: ${open.skipped ? 'skipped' : (open.sku ?? 'nothing to send')}, chosen by ${open.chosenBy}`,
      ...(open.courier
        ? [`By courier (${open.courier.kind}) from ${new Date(open.courier.fromAtMs).toISOString()}`]
        : []),
      `Cutoff ${new Date(open.cutoffAtMs).toISOString()}, ships ${new Date(open.shipAtMs).toISOString()}`,
    );
  } else {
    lines.push(`Next cycle ${state.nextCycle} is due ${new Date(state.nextOpenAtMs).toISOString()}`);
  }
  return lines.join('\n\n');
}
