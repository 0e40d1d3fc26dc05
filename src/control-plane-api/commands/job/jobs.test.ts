import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { MemorySampleStore } from '@lcm/core/adapters/sample-store/memory-sample-store';
import { JobStatuses } from '@lcm/core/contracts/job';
import { testNow } from '@lcm/core/domain/testing';
import { SeededRandom, VirtualClock } from '@lcm/core/kernel';
import { type JobResult, type JobsToRun, recurring, runController } from '@lcm/core/reconcile';
import { expect, test } from 'vitest';
import { openTestPlane } from '../../testing/plane.ts';

const minute = 60_000;
const quiet: JobResult = { summary: 'nothing new', news: false };

/** A controller that leads, with one job whose runs are counted, over a real control plane. */
async function aController(run: (count: number) => JobResult | Promise<JobResult> = () => quiet) {
  const clock = new VirtualClock({ start: testNow });
  const coordination = new EmbeddedCoordination({ clock });
  const { plane, call } = await openTestPlane({ shared: { coordination, samples: new MemorySampleStore() } });
  const counts = { runs: 0 };
  const stop = new AbortController();
  const first = new AbortController();
  const jobs: JobsToRun = { discovery: { run: async () => run(++counts.runs) } };
  const begin = (signal: AbortSignal): Promise<void> => {
    const controlPlane = plane.forService('worker-controller');
    return runController({
      name: 'a',
      election: 'worker-controller',
      coordination,
      clock,
      random: new SeededRandom(1),
      signal,
      reconcilers: (leadership) => [recurring(jobs, { controlPlane, coordination, clock, leadership })],
    });
  };
  const ended = [plane.state.run(stop.signal)];
  /** Dies without a word: what it was doing never ends, and its lease runs out. */
  const replace = async (): Promise<void> => {
    first.abort();
    ended.push(begin(stop.signal));
    await clock.advance(minute);
  };
  void begin(AbortSignal.any([first.signal, stop.signal]));
  const status = async () => {
    const answer = await call('ListJobs', {}, { role: 'manager' });
    if (!answer.ok) throw new Error(answer.rejection.message);
    const job = JobStatuses.parse(answer.value.body).items.find(({ name }) => name === 'discovery');
    return { ...job, commits: (await plane.deps.store.read('job/discovery', 0)).length };
  };
  const end = async (): Promise<void> => {
    stop.abort();
    await clock.advance(minute);
    await Promise.all(ended);
  };
  return { clock, call, counts, status, replace, end };
}

test('a recurring job runs at once, then whenever its time has come, and says when that is', async () => {
  const { clock, counts, status, end } = await aController();
  await clock.advance(1000);
  expect(counts.runs).toBe(1);
  const { lastRun, nextRunAt } = await status();
  expect(lastRun).toMatchObject({ outcome: 'done', summary: 'nothing new' });
  expect(nextRunAt).toBe((lastRun?.endedAt ?? 0) + 5 * minute);
  await clock.advance(5 * minute);
  expect(counts.runs).toBe(2);
  await end();
});

test('runs that found nothing are shown, and written down once an hour', async () => {
  const { clock, counts, status, end } = await aController();
  await clock.advance(59 * minute);
  expect(counts.runs).toBe(12);
  const before = await status();
  expect(before.commits).toBe(1);
  expect(before.lastRun?.endedAt).toBeGreaterThan(testNow + 50 * minute);
  await clock.advance(10 * minute);
  expect((await status()).commits).toBe(2);
  await end();
});

test('a run that found something is written down', async () => {
  const { clock, status, end } = await aController((count) => ({ summary: `${count} found`, news: true }));
  await clock.advance(11 * minute);
  expect(await status()).toMatchObject({ commits: 3, lastRun: { summary: '3 found' } });
  await end();
});

test('somebody who asks gets a run now, and the order is over with it', async () => {
  const { clock, call, counts, status, end } = await aController();
  await clock.advance(minute);
  expect(await call('TriggerJob', { name: 'discovery' }, { role: 'user' })).toMatchObject({ ok: false });
  expect(await call('TriggerJob', { name: 'discovery' }, { role: 'manager' })).toMatchObject({ ok: true });
  await clock.advance(1000);
  expect(counts.runs).toBe(2);
  expect((await status()).triggeredAt).toBeUndefined();
  await end();
});

test('a run that fails says why, and the next one comes', async () => {
  const { clock, counts, status, end } = await aController((count) => {
    if (count === 1) throw new Error('us-east-1 does not answer');
    return quiet;
  });
  await clock.advance(1000);
  expect((await status()).lastRun).toMatchObject({ outcome: 'failed', summary: 'us-east-1 does not answer' });
  await clock.advance(5 * minute);
  expect(counts.runs).toBe(2);
  expect((await status()).lastRun).toMatchObject({ outcome: 'done' });
  await end();
});

test('an admin says how often, or never; who asks still gets a run', async () => {
  const { clock, call, counts, status, end } = await aController();
  await clock.advance(1000);
  await call('ScheduleJob', { name: 'discovery', everyMs: minute });
  await clock.advance(3 * minute);
  expect(counts.runs).toBe(4);
  await call('ScheduleJob', { name: 'discovery', everyMs: minute, enabled: false });
  await clock.advance(10 * minute);
  expect(counts.runs).toBe(4);
  await call('TriggerJob', { name: 'discovery' });
  await clock.advance(1000);
  expect(counts.runs).toBe(5);
  const { enabled, nextRunAt } = await status();
  expect({ enabled, nextRunAt }).toEqual({ enabled: false, nextRunAt: undefined });
  await end();
});

test('a controller that dies in the middle of a run leaves nothing: its successor runs it, and the order is served once', async () => {
  const { clock, call, counts, status, replace, end } = await aController((count) =>
    count === 2 ? new Promise<never>(() => undefined) : { summary: `run ${count}`, news: true },
  );
  await clock.advance(1000);
  await call('TriggerJob', { name: 'discovery' });
  await clock.advance(1000);
  expect(counts.runs).toBe(2);
  expect((await status()).triggeredAt).toBeDefined();
  await replace();
  expect(counts.runs).toBe(3);
  expect(await status()).toMatchObject({ triggeredAt: undefined, lastRun: { summary: 'run 3' } });
  await clock.advance(2 * minute);
  expect(counts.runs).toBe(3);
  await end();
});

test('how often a job runs whose interval is a setting is changed there, and counts at once', async () => {
  const { call } = await openTestPlane();
  const every = async (): Promise<unknown> => {
    const answer = await call('ListJobs', {});
    const items = answer.ok ? JobStatuses.parse(answer.value.body).items : [];
    return items.find(({ name }) => name === 'metrics');
  };
  expect(await call('ScheduleJob', { name: 'metrics', everyMs: minute })).toMatchObject({
    rejection: { code: 'job.by-setting', message: expect.stringContaining('monitoring.pollSeconds') },
  });
  await call('ChangeSettings', { values: { 'monitoring.pollSeconds': 30 } });
  expect(await every()).toMatchObject({ everyMs: 30_000, setting: 'monitoring.pollSeconds' });
  await call('ScheduleJob', { name: 'metrics', enabled: false });
  expect(await every()).toMatchObject({ enabled: false, everyMs: 30_000 });
});
