import { join } from 'node:path';
import type { WorkflowBundleOption } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import * as workflows from '#workflows/index';
import { bundleOf, testBundle } from '../support/bundle';
import { replaying } from '../support/histories';
import { quietRuntime } from '../support/quietRuntime';
import { recordedHistories, type Recorded } from './recorded';
import { learningScenarios } from './learningScenarios';
import { courierScenarios, orderScenarios, scenarios } from './scenarios';

quietRuntime();
const recorded = recordedHistories();

async function replayErrors(bundle: WorkflowBundleOption, histories: Recorded[]): Promise<(Error | undefined)[]> {
  const errors: (Error | undefined)[] = [];
  const input = histories.map(({ workflowId, history }) => ({ workflowId, history }));
  for await (const { error } of replaying(bundle, input)) errors.push(error);
  return errors;
}

test.each(Object.keys({ ...scenarios, ...courierScenarios }))(
  'histories of the scenario "%s" are checked in',
  (scenario) => {
    const types = recorded.filter(({ name }) => name.includes(`/${scenario}.`)).map(({ name }) => name.split('.')[1]);
    expect(types).toContain('subscription');
  },
);

test.each(Object.keys(orderScenarios))('histories of the order "%s" are checked in', (scenario) => {
  const types = recorded.filter(({ name }) => name.includes(`/${scenario}.`)).map(({ name }) => name.split('.')[1]);
  expect(types.sort((one = '', other = '') => one.localeCompare(other))).toEqual(['delivery', 'shipment']);
});

test.each(Object.keys(learningScenarios))('the history of "%s" is checked in', (scenario) => {
  expect(recorded.filter(({ name }) => name.includes(`/${scenario}.`))).toHaveLength(1);
});

test('of every type of workflow a history is checked in', () => {
  const types = new Set(recorded.map(({ name }) => name.split('.')[1]!));
  expect([...types].sort()).toEqual(Object.keys(workflows).sort());
});

test('every recorded history replays against the workflows as they are now', async () => {
  expect(recorded.length).toBeGreaterThan(20);
  const errors = await replayErrors(await testBundle(), recorded);
  expect(errors).toHaveLength(recorded.length);
  expect(errors.filter(Boolean)).toEqual([]);
}, 180_000);

test('the replay notices a change that was not patched in', async () => {
  const bundle = await bundleOf(join(__dirname, 'changedWorkflows.ts'));
  const shipments = recorded.filter(({ name }) => name.includes('delivered.shipment'));
  const errors = await replayErrors(bundle, shipments);
  expect(errors.length).toBeGreaterThan(0);
  for (const error of errors) expect(error).toBeInstanceOf(DeterminismViolationError);
}, 180_000);
