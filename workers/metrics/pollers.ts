import type { Worker } from '@temporalio/worker';
import { Gauge, type Registry } from 'prom-client';

/** Of the Temporal worker of this process: does it poll, and how much has it in hand. */
export function watchPollers(registry: Registry, worker: Pick<Worker, 'getStatus'>): void {
  for (const gauge of pollerGauges(worker)) registry.registerMetric(gauge);
}

function pollerGauges(worker: Pick<Worker, 'getStatus'>): Gauge[] {
  // Not the library's own registry, in which two workers of one process would meet.
  const registers: Registry[] = [];
  const polling = new Gauge({
    name: 'everbox_worker_polling',
    help: '1 while this process polls its task queue for that kind of task',
    labelNames: ['task'],
    registers,
    collect() {
      const { runState, workflowPollerState, activityPollerState } = worker.getStatus();
      const polls = (state: string): number => (runState === 'RUNNING' && state === 'POLLING' ? 1 : 0);
      this.set({ task: 'workflow' }, polls(workflowPollerState));
      this.set({ task: 'activity' }, polls(activityPollerState));
    },
  });
  const inFlight = new Gauge({
    name: 'everbox_worker_in_flight',
    help: 'Tasks that this process works on now; as many as it has slots when it is full',
    labelNames: ['task'],
    registers,
    collect() {
      const status = worker.getStatus();
      this.set({ task: 'workflow' }, status.numInFlightWorkflowActivations);
      this.set({ task: 'activity' }, status.numInFlightNonLocalActivities);
      this.set({ task: 'localActivity' }, status.numInFlightLocalActivities);
    },
  });
  const cached = new Gauge({
    name: 'everbox_worker_cached_workflows',
    help: 'Workflows that this process holds in memory',
    registers,
    collect() {
      this.set(worker.getStatus().numCachedWorkflows);
    },
  });
  return [polling, inFlight, cached];
}
