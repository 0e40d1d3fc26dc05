import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { MemorySampleStore } from '@lcm/core/adapters/sample-store/memory-sample-store';
import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import type { Task } from '@lcm/core/domain/task';
import { aSession, testNow as at, aWorker, hour, minute, sessionBooked, workerCreated } from '@lcm/core/domain/testing';
import type { WorkerEvent } from '@lcm/core/domain/worker';
import { FakeClock, ok, SeededRandom } from '@lcm/core/kernel';
import { type Commit, StateStoreError } from '@lcm/core/ports/state-store';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openTestPlane, type PlaneOptions } from '../testing/plane.ts';
import { settle } from '../testing/sse-harness.ts';
import { sessions, workers } from './aggregates.ts';

const ada = { actor: { id: 'ada', name: 'Ada', roles: ['admin'] }, correlationId: 'test' } as const;

/** A store that fails when a test says so: before it has written a task, or right after. */
class FragileStore extends MemoryStateStore {
  failing: 'before' | 'after' | undefined;

  override async append(commit: Commit): Promise<void> {
    const fails = commit.stream.startsWith('task/') ? this.failing : undefined;
    if (fails === 'before') throw new StateStoreError('the disk is full');
    await super.append(commit);
    if (fails === 'after') throw new StateStoreError('no answer');
  }
}

async function living(options: PlaneOptions) {
  const opened = await openTestPlane(options);
  const stop = new AbortController();
  const running = opened.plane.state.run(stop.signal);
  await settle();
  const see = async (events: readonly WorkerEvent[], number = 1): Promise<void> => {
    const subject = { aggregate: workers, id: aWorker({}, number).id };
    await opened.plane.state.streams.change(subject, { operation: 'Test', caller: ada }, (worker) =>
      ok(worker === undefined ? [workerCreated(number), ...events] : events),
    );
    await settle();
  };
  const die = async (): Promise<void> => {
    stop.abort();
    await running;
  };
  const tasks = (): readonly Task[] => opened.views.list('task').map(({ state }) => state);
  return { ...opened, see, die, tasks };
}

const fails: WorkerEvent = {
  type: 'WorkerLicenseChanged',
  license: { status: 'unregistered', failure: 'no answer' },
  at,
};
const works: WorkerEvent = { type: 'WorkerLicenseChanged', license: { status: 'registered' }, at };

const since = { since: at, reason: 'no answer', at } as const;
const shared = {
  delivery: {
    away: { type: 'SessionDeliveryAway', deployment: 'europe', ...since },
    back: { type: 'SessionDeliveryBack', at },
    task: { priority: 'urgent', subject: { kind: 'delivery', id: 'europe', name: 'europe' } },
  },
  grading: {
    away: { type: 'SessionGraderAway', engine: 'external', ...since },
    back: { type: 'SessionGraderBack', at },
    task: { priority: 'high', subject: { kind: 'grading-engine', id: 'external', name: 'external' } },
  },
} as const;

test.each([
  ['delivery system', shared.delivery],
  ['grading engine', shared.grading],
])('sessions without their %s have one task between them, until the last of them has an answer', async (_, what) => {
  const clock = new FakeClock(at);
  const { plane, tasks, die } = await living({ clock });
  const see = async (number: number, event: 'away' | 'back'): Promise<void> => {
    const told = what[event];
    await plane.state.streams.change(
      { aggregate: sessions, id: aSession({}, number).id },
      { operation: 'Test', caller: ada },
      (session) => ok(session === undefined ? [sessionBooked(number), told] : [told]),
    );
    await settle();
  };
  for (const number of [1, 2, 3]) await see(number, 'away');
  expect(tasks()).toEqual([]);
  clock.step(5 * minute);
  await settle();
  expect(tasks()).toMatchObject([{ status: 'open', ...what.task }]);
  for (const number of [2, 3]) await see(number, 'back');
  expect(tasks()).toMatchObject([{ status: 'open' }]);
  await see(1, 'back');
  expect(tasks()).toMatchObject([{ status: 'settled' }]);
  await die();
});

describe('what the system needs a person for', () => {
  test('raises a task that links to it, and settles it when it is over', async () => {
    const { see, tasks, die } = await living({});
    await see([fails]);
    expect(tasks()).toMatchObject([
      {
        status: 'open',
        department: 'operations',
        subject: { kind: 'worker', id: 'wkr_1', name: 'w1' },
        cause: { cause: 'worker.licence', occurrence: 1 },
        description: 'Its licence failed: no answer',
      },
    ]);
    await see([works]);
    expect(tasks()).toMatchObject([{ status: 'settled', closedBy: 'Lablet Cloud Manager' }]);
    await see([fails]);
    expect(tasks()).toMatchObject([{ status: 'settled' }, { status: 'open', cause: { occurrence: 2 } }]);
    await die();
  });

  describe('a licence that was not returned, whose worker’s record is deleted', () => {
    const lost: WorkerEvent[] = [
      { type: 'WorkerInstanceAssigned', launch: 1, instanceId: 'i-0123', at },
      { type: 'WorkerAddressChanged', publicIp: '192.0.2.7', at },
      {
        type: 'WorkerLicenseDeregistrationFailed',
        license: { status: 'unregistered', failure: 'not returned: CML did not answer', instanceName: 'cml-7' },
        at,
      },
      { type: 'WorkerStatusChanged', to: 'terminating', reason: 'asked for', at },
      { type: 'WorkerTerminated', at },
    ];
    const deleted: WorkerEvent = { type: 'WorkerDeleted', reason: 'tidy', by: 'ada', at };
    const words =
      'The record of w1 was deleted; its licence is still not returned. Its host: instance i-0123, ' +
      'last address 192.0.2.7, known to the licence server as cml-7.';

    test('stays with whoever has the task, who is told once what is known of its host', async () => {
      const store = new MemoryStateStore();
      const first = await living({ store });
      await first.see(lost);
      await first.see([deleted]);
      expect(first.tasks()).toMatchObject([
        { status: 'open', comments: [{ text: words, by: 'Lablet Cloud Manager' }] },
      ]);
      await first.die();
      const { tasks, die, call } = await living({ store });
      expect(tasks()).toMatchObject([{ status: 'open', comments: [{ text: words }] }]);
      await call('ChangeTaskStatus', { taskId: tasks()[0]?.id, to: 'done' });
      await settle();
      expect(tasks()).toMatchObject([{ status: 'done', cause: { occurrence: 1 } }]);
      await die();
    });

    test('is raised also after its record has gone, and says so from the beginning', async () => {
      const store = new MemoryStateStore();
      const first = await living({ store });
      await first.die();
      await first.see([...lost, deleted]);
      const { tasks, die } = await living({ store });
      expect(tasks()).toMatchObject([{ status: 'open', comments: [] }]);
      expect(tasks()[0]?.description).toContain(words);
      await die();
    });

    test('is over when somebody has completed the task before', async () => {
      const { see, tasks, die, call } = await living({});
      await see(lost);
      await call('ChangeTaskStatus', { taskId: tasks()[0]?.id, to: 'done' });
      await see([deleted]);
      expect(tasks()).toMatchObject([{ status: 'done', comments: [] }]);
      await die();
    });
  });

  test('is not raised again while it lasts, once somebody has dismissed it; when it comes back it is', async () => {
    const store = new MemoryStateStore();
    const { see, call, tasks, die, clock } = await living({ store });
    await see([fails]);
    const [task] = tasks();
    await call('ChangeTaskStatus', { taskId: task?.id, to: 'dismissed', reason: 'known' });
    await see([{ ...fails, license: { status: 'unregistered', failure: 'still no answer' } }]);
    await die();
    const next = await living({ store, clock });
    expect(next.tasks()).toMatchObject([{ status: 'dismissed' }]);
    await next.see([works]);
    await next.see([fails]);
    expect(next.tasks()).toMatchObject([{ status: 'dismissed' }, { status: 'open', cause: { occurrence: 2 } }]);
    await next.die();
  });

  test('is over when its record has left the lists, also while nobody looked', async () => {
    const store = new MemoryStateStore();
    const first = await living({ store });
    await first.see([fails]);
    expect(first.tasks()).toMatchObject([{ status: 'open' }]);
    await first.die();
    const { plane } = await openTestPlane({ store });
    const subject = { aggregate: workers, id: aWorker().id };
    await plane.state.streams.change(subject, { operation: 'Test', caller: ada }, () =>
      ok([{ type: 'WorkerDeleted', reason: 'old', by: 'ada', at }]),
    );
    const second = await living({ store });
    expect(second.tasks()).toMatchObject([{ status: 'settled' }]);
    await second.die();
  });

  test('is raised at its moment, though nothing else happens then', async () => {
    const { see, tasks, clock, die } = await living({});
    await see([
      { type: 'WorkerStatusChanged', to: 'running', reason: 'up', at },
      { type: 'WorkerStatusChanged', to: 'draining', reason: 'maintenance', at },
    ]);
    for (let passed = 0; passed < 4 * hour - minute; passed += minute) {
      clock.step(minute);
      await settle();
    }
    expect(tasks()).toEqual([]);
    clock.step(minute);
    await settle();
    expect(tasks()).toMatchObject([{ status: 'open', cause: { cause: 'worker.drain' } }]);
    await die();
  });

  test('that cannot be written now is written later, and said meanwhile', async () => {
    const store = new FragileStore();
    const { see, tasks, clock, die, errors } = await noisy(store);
    store.failing = 'before';
    await see([fails]);
    expect([tasks(), errors()]).toEqual([[], ['the disk is full']]);
    store.failing = undefined;
    clock.step(5_000);
    await settle();
    expect(tasks()).toMatchObject([{ status: 'open' }]);
    await die();
  });

  async function noisy(store: FragileStore) {
    const told: string[] = [];
    const onTaskError = (error: unknown): void => void told.push(error instanceof Error ? error.message : '');
    return { ...(await living({ store, onTaskError })), errors: () => told };
  }
});

const moments = fc.constantFrom<'fails' | 'works' | 'crash' | 'before' | 'after'>(
  'fails',
  'works',
  'crash',
  'before',
  'after',
);

test('whenever the process dies, nothing is raised twice and everything is raised in the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(moments, { maxLength: 12 }), async (script) => {
      const [store, clock] = [new FragileStore(), new FakeClock(at)];
      let life = await living({ store, clock });
      let isFailing = false;
      for (const moment of script) {
        if (moment === 'fails' || moment === 'works') {
          isFailing = moment === 'fails';
          await life.see([isFailing ? fails : works]);
        } else if (moment === 'crash') {
          store.failing = undefined;
          await life.die();
          life = await living({ store, clock });
        } else store.failing = moment;
      }
      store.failing = undefined;
      await life.die();
      life = await living({ store, clock });
      const tasks = life.tasks();
      await life.die();
      const open = tasks.filter(({ status }) => status === 'open');
      expect(open).toHaveLength(isFailing ? 1 : 0);
      expect(tasks.map(({ cause }) => cause?.occurrence)).toEqual(tasks.map((_, index) => index + 1));
      const commits = await store.published(0, 1_000);
      const raised = commits.filter(({ operation }) => operation === 'RaiseTask').map(({ stream }) => stream);
      expect(raised.length).toBe(new Set(raised).size);
    }),
    { numRuns: 60 },
  );
});

test('one of two replicas raises it, and when that one is gone the other goes on', async () => {
  const [store, clock] = [new MemoryStateStore(), new FakeClock(at)];
  const coordination = new EmbeddedCoordination({ clock });
  const open = (name: string) =>
    living({
      store,
      clock,
      shared: {
        samples: new MemorySampleStore(),
        coordination,
        replica: { name, random: new SeededRandom(name.length) },
      },
    });
  const [one, another] = [await open('one'), await open('another')];
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 100) {
      clock.step(100);
      await settle();
    }
  };
  await pass(1_000);
  await another.see([fails]);
  await pass(2_000);
  expect(one.tasks()).toMatchObject([{ status: 'open' }]);
  expect(another.tasks()).toEqual(one.tasks());
  await one.die();
  await another.see([works]);
  await another.see([fails], 2);
  await pass(10_000);
  expect(another.tasks()).toMatchObject([{ status: 'settled' }, { status: 'open', subject: { id: 'wkr_2' } }]);
  await another.die();
});
