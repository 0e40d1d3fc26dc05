import { instant } from '@lcm/core/kernel';
import { again, type Next, settled } from '@lcm/core/reconcile';
import { expect, test } from 'vitest';
import { World } from '../testing/world.ts';
import { inboxReconciler } from './inbox-reconciler.ts';

const id = 'item-1';
const lookAt = async (session: string): Promise<void> => void looked.push(session);

const looked: string[] = [];

async function receive(world: World, type: string, subject = 'ses_1'): Promise<Next> {
  const event = { specversion: '1.0', id: 'e-1', source: '/lds', type, subject } as const;
  world.controlPlane.inbox.set(id, { id, version: 1, event, receivedAt: instant(0) });
  const reconciler = inboxReconciler({ ...world.deps(), lookAt, earlyRetryMs: 15_000 });
  return reconciler.reconcile(id, new AbortController().signal);
}

async function aReadySession(): Promise<World> {
  const world = await new World().prepare();
  world.commit({ type: 'SessionInstantiationStarted', at: instant(0) }, { type: 'SessionReady', at: instant(0) });
  return world;
}

const running = 'io.lablet.lds.session.running.v1';
const ended = 'io.lablet.lds.session.ended.v1';

test('a candidate who begins sets the session running, also when it is said twice', async () => {
  const world = await aReadySession();
  await receive(world, running);
  await receive(world, running);
  expect(world.session.status).toBe('running');
  expect(world.controlPlane.inbox.get(id)?.handled).toBe('noted: nothing is new of ses_1');
});

test('a candidate who finishes is collected', async () => {
  const world = await aReadySession();
  await receive(world, ended);
  expect(world.session).toMatchObject({ status: 'collecting', reason: 'the candidate has finished' });
});

test('an event that comes before its session is ready is kept for later', async () => {
  const world = await new World().prepare();
  expect(await receive(world, running)).toEqual(again(15_000, 'ses_1 is still scheduled: its event came early'));
  expect(world.controlPlane.inbox.get(id)?.handled).toBeUndefined();
});

test.each([
  ['com.example.something', 'ses_1', 'ignored: nobody acts on com.example.something'],
  [running, 'ses_2', 'ignored: ses_2 is no session'],
  [running, '../etc', 'ignored: ../etc is no session'],
  ['io.lablet.lds.session.paused.v1', 'ses_1', 'noted: nothing is new of ses_1'],
])('%s about %s is handled with words', async (type, subject, result) => {
  const world = await aReadySession();
  expect(await receive(world, type, subject)).toEqual(settled);
  expect(world.controlPlane.inbox.get(id)?.handled).toBe(result);
});

test.each([
  'assessment.grading.completed.v1',
  'assessment.grading.failed.v1',
])('what the grading engine tells (%s) has it asked, whatever the session is at', async (type) => {
  looked.length = 0;
  const world = await aReadySession();
  expect(await receive(world, type, 'ses_1-end')).toEqual(settled);
  expect(looked).toEqual(['ses_1']);
  expect(world.controlPlane.inbox.get(id)?.handled).toBe('noted: the grading engine is asked about ses_1');
});

test('a grading of nobody’s session has nobody asked', async () => {
  looked.length = 0;
  const world = await aReadySession();
  await receive(world, 'assessment.grading.completed.v1', '../etc-1');
  expect(looked).toEqual([]);
  expect(world.controlPlane.inbox.get(id)?.handled).toBe('ignored: ../etc-1 is no grading');
});
