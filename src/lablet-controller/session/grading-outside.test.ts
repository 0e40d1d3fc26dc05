import { DefinitionId } from '@lcm/core/domain/definition';
import { retryStep, type SessionDecision, skipStep } from '@lcm/core/domain/session';
import { expect, test } from 'vitest';
import { FakeGradingEngine } from '../testing/fake-grading-engine.ts';
import { start, World } from '../testing/world.ts';

const minute = 60_000;
const hour = 60 * minute;
const end = start + hour;

interface Outside {
  readonly world: World;
  readonly engine: FakeGradingEngine;
}

/** A candidate at work in a session that the engine outside is to grade. */
async function running(): Promise<Outside> {
  const world = await new World().prepare({ outside: true });
  const engine = new FakeGradingEngine(world.clock);
  world.grader = engine;
  world.restart();
  await world.live(start - minute);
  world.commit({ type: 'SessionStarted', at: world.clock.now() });
  return { world, engine };
}

function take(world: World, decided: SessionDecision): void {
  if (!decided.ok) throw new Error(decided.rejection.code);
  world.commit(...decided.value);
}

function typesOf(world: World): readonly string[] {
  return world.controlPlane.sessions.events.map(({ type }) => type);
}

test('the engine that the definition names grades, and the score says which it was and by which rules', async () => {
  const { world, engine } = await running();
  await world.live(end + 10 * minute);
  expect(world.session).toMatchObject({
    status: 'archived',
    outcome: { result: 'completed', reason: 'collected and graded' },
    score: { points: 10, result: 'pass', rulesVersion: '3/1', engine: { name: 'external', version: '7' } },
  });
  expect([...engine.taken.keys()]).toEqual(['ses_1-end']);
});

test('an engine needs no rules of ours', async () => {
  const world = await new World().prepare({ outside: true, graded: false });
  const engine = new FakeGradingEngine(world.clock);
  world.grader = engine;
  world.restart();
  await world.live(start - minute);
  world.commit({ type: 'SessionStarted', at: world.clock.now() });
  await world.live(end + 10 * minute);
  expect([...engine.taken.keys()]).toEqual(['ses_1-end']);
});

test('an engine that is away is said once, and keeps no host: the session is graded when it is back', async () => {
  const { world, engine } = await running();
  engine.trouble = 'unreachable';
  await world.live(end + 15 * minute);
  expect(world.session).toMatchObject({
    status: 'archived',
    outcome: { result: 'completed', reason: 'collected, to be graded later' },
    graderAway: { engine: 'external', reason: 'the engine is unreachable' },
    regrade: { cause: 'end', by: 'ses_1' },
  });
  expect(world.session.score).toBeUndefined();
  expect(world.labs.remaining).toEqual([]);
  await world.live(end + 20 * hour);
  expect(typesOf(world).filter((type) => type === 'SessionGraderAway')).toHaveLength(1);
  engine.trouble = undefined;
  await world.live(end + 21 * hour);
  expect(world.session).toMatchObject({ score: { points: 10, result: 'pass' }, graderAway: undefined });
  expect(world.session).toMatchObject({ regrade: undefined, gradings: [{ number: 1, cause: 'end' }] });
  expect([...engine.taken.keys()]).toEqual(['ses_1-end']);
});

test('an engine that is away is asked ever more rarely, every five minutes in the end', async () => {
  const { world, engine } = await running();
  engine.trouble = 'unreachable';
  await world.live(end + 2 * hour);
  const before = engine.asked;
  expect(before).toBeLessThan(40);
  await world.live(end + 3 * hour);
  // The world looks once as it goes on.
  expect(engine.asked - before).toBe(1 + 12);
});

test('a session gives its host back two minutes after its grading began, whenever the engine would be asked next', async () => {
  const { world, engine } = await running();
  engine.trouble = 'unreachable';
  await world.live(end + 15 * minute);
  const at = (wanted: string): number =>
    world.controlPlane.sessions.events.find(({ type }) => type === wanted)?.at ?? Number.NaN;
  expect(at('SessionGradingDeferred') - at('SessionGradingStarted')).toBe(2 * minute);
});

test('an outage that is short costs the session nothing', async () => {
  const { world, engine } = await running();
  engine.trouble = 'unreachable';
  await world.live(end + minute);
  expect(world.session).toMatchObject({ status: 'grading', graderAway: { engine: 'external' } });
  engine.trouble = undefined;
  await world.live(end + 10 * minute);
  expect(world.session).toMatchObject({ status: 'archived', graderAway: undefined, score: { points: 10 } });
  expect(world.session.outcome?.reason).toBe('collected and graded');
});

test('an engine that is slow is waited for after the lab is given back, and grades once', async () => {
  const { world, engine } = await running();
  engine.takesMs = hour;
  await world.live(end + 15 * minute);
  expect(world.session).toMatchObject({ status: 'archived', regrade: { cause: 'end' } });
  expect(world.labs.remaining).toEqual([]);
  await world.live(end + 2 * hour);
  expect(world.session).toMatchObject({ score: { points: 10 }, regrade: undefined });
  expect([...engine.taken.keys()]).toEqual(['ses_1-end']);
});

test.each([
  'nonsense',
  'faulted',
  'refused',
] as const)('an engine whose answer is no score (%s) fails no session; its words stay, and an operator may ask again', async (trouble) => {
  const { world, engine } = await running();
  engine.trouble = trouble;
  await world.live(end + hour);
  expect(world.session).toMatchObject({
    status: 'archived',
    outcome: { result: 'completed' },
    regradeFailure: `the engine is ${trouble}`,
    regrade: undefined,
  });
  engine.trouble = undefined;
  const order = { cause: 'regrade', by: 'mia', rulesOf: DefinitionId.parse('def_1') } as const;
  world.commit({ type: 'SessionRegradeAsked', order, at: world.clock.now() });
  await world.live(world.clock.now() + 10 * minute);
  expect(world.session).toMatchObject({ score: { engine: { name: 'external' } }, regradeFailure: undefined });
});

test('an operator who has it tried again is heard at once', async () => {
  const { world, engine } = await running();
  engine.trouble = 'unreachable';
  await world.live(end + 2 * hour);
  engine.trouble = undefined;
  engine.takesMs = 0;
  const asked = { by: 'mia', reason: 'it is back', at: world.clock.now() };
  take(world, retryStep(world.session, { pipeline: 'regrade', step: 'grade_again' }, asked));
  await world.look();
  expect(world.session).toMatchObject({ score: { points: 10 }, graderAway: undefined });
});

test.each([1, 120])('an operator may leave it ungraded, %i minutes after the end', async (minutes) => {
  const { world, engine } = await running();
  engine.trouble = 'unreachable';
  await world.live(end + minutes * minute);
  const of =
    minutes === 1
      ? ({ pipeline: 'grade', step: 'evaluate' } as const)
      : ({ pipeline: 'regrade', step: 'grade_again' } as const);
  take(world, skipStep(world.session, of, { by: 'mia', reason: 'a rehearsal', at: world.clock.now() }));
  await world.live(end + 4 * hour);
  expect(world.session).toMatchObject({ status: 'archived', graderAway: undefined, regrade: undefined });
  expect(world.session.score).toBeUndefined();
  expect(world.session.evidenceKey).toBeDefined();
});

test('an installation without the engine says so, and grades once it has one', async () => {
  const world = await new World().prepare({ outside: true });
  await world.live(start - minute);
  world.commit({ type: 'SessionStarted', at: world.clock.now() });
  await world.live(end + hour);
  expect(world.session.graderAway?.reason).toMatch(/no external grading engine is set up.*GRADING_ENGINE_URL/);
  world.grader = new FakeGradingEngine(world.clock);
  world.restart();
  await world.live(end + 2 * hour);
  expect(world.session.score).toMatchObject({ points: 10 });
});

test('a reading that the engine has not graded by the end is not taken for the end’s', async () => {
  const { world, engine } = await running();
  engine.takesMs = 65 * minute;
  const order = { cause: 'reread', by: 'mia', rulesOf: DefinitionId.parse('def_1') } as const;
  world.commit({ type: 'SessionRegradeAsked', order, at: world.clock.now() });
  await world.live(start + 10 * minute);
  await world.live(end + 4 * hour);
  const [read, atEnd] = [...engine.taken.values()];
  expect([...engine.taken.keys()]).toEqual([expect.stringMatching(/^ses_1-\w+$/), 'ses_1-end']);
  expect(Date.parse(atEnd?.request.evidence.capturedAt ?? '')).toBeGreaterThanOrEqual(end);
  expect(Date.parse(read?.request.evidence.capturedAt ?? '')).toBeLessThan(end);
  expect(world.session.gradings).toMatchObject([{ number: 1, cause: 'end' }]);
});

test('an outage during a reading is forgotten at the end, when it is over', async () => {
  const { world, engine } = await running();
  engine.trouble = 'unreachable';
  const order = { cause: 'reread', by: 'mia', rulesOf: DefinitionId.parse('def_1') } as const;
  world.commit({ type: 'SessionRegradeAsked', order, at: world.clock.now() });
  await world.live(end - minute);
  expect(world.session).toMatchObject({ status: 'running', graderAway: { engine: 'external' } });
  engine.trouble = undefined;
  world.commit({ type: 'SessionCollectionStarted', reason: 'finished', at: world.clock.now() });
  expect(world.session.graderAway).toBeUndefined();
  await world.live(end + 10 * minute);
  expect(world.session).toMatchObject({ status: 'archived', score: { points: 10 }, graderAway: undefined });
});

test('wherever the controller dies, the engine grades once and the session has one grading', async () => {
  // Its evidence is collected by then; what comes next is grading, putting that off, and the clean-up.
  for (let nth = 6; nth <= 14; nth += 1) {
    for (const takesEffect of [true, false]) {
      const { world, engine } = await running();
      engine.trouble = 'unreachable';
      await world.live(end);
      world.dieAtReport(nth, takesEffect);
      await world.live(end + 30 * minute);
      engine.trouble = undefined;
      await world.live(end + hour);
      const told = { nth, takesEffect, status: world.session.status, gradings: world.session.gradings?.length };
      expect(told).toEqual({ nth, takesEffect, status: 'archived', gradings: 1 });
      expect([...engine.taken.keys()]).toEqual(['ses_1-end']);
      expect(world.labs.remaining).toEqual([]);
    }
  }
});
