import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historiesOf } from '../support/histories';
import { World } from '../support/world';
import { learningProgram, learningScenarios } from './learningScenarios';
import { store } from './recorded';

let world: World;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'everbox-record-'));
  world = await World.open({ title: 'record learning', programs: [learningProgram], warehouse: directory });
});
afterAll(async () => {
  await world.close();
  await rm(directory, { recursive: true, force: true });
});

/** Not a test, as `histories.record.ts` is none: `npm run histories:record -- learning` writes these alone. */
test('record the histories of surveys, erasures, exports, retention and learning', async () => {
  const scenes: { name: string; id: string }[] = [];
  for (const [name, run] of Object.entries(learningScenarios)) scenes.push({ name, id: await run(world) });
  const ran = await historiesOf(world);
  for (const { name, id } of scenes) {
    const one = ran.find(({ workflowId }) => workflowId === id);
    if (!one) throw new Error(`${name} left no history`);
    await store(`${name}.${one.type}.1`, one);
  }
}, 300_000);
