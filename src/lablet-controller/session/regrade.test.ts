import { DefinitionId } from '@lcm/core/domain/definition';
import { expect, test } from 'vitest';
import { rules, start, World } from '../testing/world.ts';

const minute = 60_000;
const end = start + 60 * minute;
const rulesOf = DefinitionId.parse('def_1');

async function running(): Promise<World> {
  const world = await new World().prepare();
  await world.live(start - minute);
  world.commit({ type: 'SessionStarted', at: world.clock.now() });
  return world;
}

async function archived(): Promise<World> {
  const world = await running();
  await world.live(end + 20 * minute);
  expect(world.session.status).toBe('archived');
  return world;
}

function ask(world: World, cause: 'regrade' | 'reread', of: DefinitionId = rulesOf): void {
  const order = { cause, by: 'mia', rulesOf: of };
  world.commit({ type: 'SessionRegradeAsked', order, at: world.clock.now() });
}

/** A newer version of the lab, whose rules want a name that nobody gave. */
async function newerRules(world: World): Promise<DefinitionId> {
  const id = DefinitionId.parse('def_2');
  const text = rules.replace('hostname R1', 'hostname other');
  const rulesKey = await world.blobs.put(new TextEncoder().encode(text));
  const booked = world.controlPlane.definitions.get(rulesOf);
  if (booked === undefined) throw new Error('no definition');
  world.controlPlane.definitions.set(id, { ...booked, id, version: '2.0.0', rulesKey });
  return id;
}

test('a finished session is graded again by newer rules, and both gradings are kept', async () => {
  const world = await archived();
  const before = world.labs.effects.length;
  ask(world, 'regrade', await newerRules(world));
  await world.live(world.clock.now() + minute);
  expect(world.session).toMatchObject({ status: 'archived', score: { points: 0, rulesVersion: '2.0.0' } });
  expect(world.session.gradings).toMatchObject([
    { number: 1, cause: 'end', score: { points: 10, rulesVersion: '1.0.0' } },
    { number: 2, cause: 'regrade', by: 'mia', score: { points: 0 } },
  ]);
  expect(world.session.gradings?.[0]?.evidenceKey).toBe(world.session.gradings?.[1]?.evidenceKey);
  expect(world.labs.effects).toHaveLength(before);
});

test('a controller that dies in the middle of a regrading leaves it to the next, once', async () => {
  const world = await archived();
  ask(world, 'regrade');
  for (let looks = 0; looks < 12; looks += 1) {
    world.restart();
    await world.look();
    world.clock.step(1000);
  }
  expect(world.session.gradings).toHaveLength(2);
  expect(world.session.regrade).toBeUndefined();
});

test('a running session is read and graded, goes on, and is graded anew at its end', async () => {
  const world = await running();
  ask(world, 'reread');
  await world.live(start + 10 * minute);
  expect(world.session).toMatchObject({ status: 'running', regrade: undefined, score: { points: 10 } });
  expect(world.session.gradings).toMatchObject([{ number: 1, cause: 'reread', by: 'mia' }]);
  await world.live(end + 20 * minute);
  expect(world.session).toMatchObject({ status: 'archived', outcome: { result: 'completed' } });
  expect(world.session.gradings?.map(({ cause }) => cause)).toEqual(['reread', 'end']);
  const keys = world.session.gradings?.map(({ evidenceKey }) => evidenceKey);
  expect(new Set(keys).size).toBe(2);
});

test('a reading that nobody can do ends no session early', async () => {
  const world = await running();
  world.labs.hook = () => {
    throw new Error('CML is broken');
  };
  ask(world, 'reread');
  await world.live(end - minute);
  expect(world.session.status).toBe('running');
  expect(world.session.score).toBeUndefined();
});

test('a regrading whose evidence is gone says so and keeps the score', async () => {
  const world = await archived();
  world.commit({
    type: 'SessionStepDone',
    pipeline: 'collect',
    step: 'package_evidence',
    message: '',
    output: { evidenceKey: '0'.repeat(64) },
    at: world.clock.now(),
  });
  ask(world, 'regrade');
  await world.live(world.clock.now() + 10 * minute);
  expect(world.session).toMatchObject({ regradeFailure: 'its evidence is not stored', score: { points: 10 } });
  expect(world.session.gradings).toHaveLength(1);
});
