import { eventRetentionScheduleId } from '#domain/ids';
import { eventRetentionWorkflow, type EventRetentionResult } from '#workflows/eventRetention/messages';
import { eventRetentionSchedule } from '#workflows/schedules';
import { World } from '#test/support/world';

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'event retention' });
});
afterAll(() => world.close());

test('a run makes the days to come; the next one finds them', async () => {
  await world.database.pool.query(
    `DO $$ BEGIN EXECUTE 'DROP TABLE events_' || to_char(now() AT TIME ZONE 'UTC' + interval '9 days', 'YYYYMMDD'); END $$`,
  );
  const { taskQueue } = world.config.temporal;
  const { scheduleId, action } = eventRetentionSchedule(taskQueue);
  expect([scheduleId, action.workflowType]).toEqual([eventRetentionScheduleId, eventRetentionWorkflow]);
  const run = async (n: number): Promise<EventRetentionResult> =>
    world.temporal.workflow.execute(eventRetentionWorkflow, { workflowId: `retention-${taskQueue}-${n}`, taskQueue });
  expect(await run(1)).toEqual({ made: 1, dropped: [], left: [], deadEventsDropped: 0 });
  expect(await run(2)).toEqual({ made: 0, dropped: [], left: [], deadEventsDropped: 0 });
});
