import { describe, expect, test } from 'vitest';
import { WorkerId } from '../../domain/worker/index.ts';
import { ConflictError, type ControlPlane, ControlPlaneError, type SendOptions, SupersededError } from './index.ts';

export interface ControlPlaneHarness {
  /** The control plane as these two services see it. */
  readonly scheduler: ControlPlane;
  readonly workers: ControlPlane;
  /** The name of a worker template that there is. */
  readonly template: string;
  /** As an operator registers its licence. */
  readonly giveToken: (workerId: WorkerId, token: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

const id = WorkerId.parse('wkr_contract00001');
const other = WorkerId.parse('wkr_contract00002');
const options = (election: string, token = 1): SendOptions => ({ fence: { election, token }, correlationId: id });
const asScheduler = options('resource-scheduler');
const asWorkers = options('worker-controller');

/** What every `ControlPlane` promises to controllers. `open` gives a new one each time. */
export function controlPlaneContract(name: string, open: () => Promise<ControlPlaneHarness>): void {
  const withOpen = (sentence: string, check: (harness: ControlPlaneHarness) => Promise<void>): void => {
    // oxlint-disable-next-line vitest/valid-title -- each sentence stands below, as a literal
    test(sentence, async () => {
      const harness = await open();
      try {
        await check(harness);
        expect.hasAssertions();
      } finally {
        await harness.close();
      }
    });
  };
  const plan = async ({ scheduler, template }: ControlPlaneHarness, workerId = id) =>
    scheduler.send('PlanWorker', { workerId, template, reason: 'the contract' }, asScheduler);
  const launched = { type: 'launched', instanceId: 'i-1' } as const;

  describe(`ControlPlane: ${name}`, () => {
    withOpen('whoever was answered reads what was written', async (harness) => {
      expect(await plan(harness)).toMatchObject({ ok: true });
      expect(await harness.scheduler.get('worker', id)).toMatchObject({ id, template: harness.template, version: 1 });
      expect((await harness.scheduler.list('worker')).map((worker) => worker.id)).toEqual([id]);
    });

    withOpen('a list shows what changed since it was read last, and keeps what did not', async (harness) => {
      await plan(harness);
      await plan(harness, other);
      const before = await harness.workers.list('worker');
      expect(before.map(({ desired }) => desired)).toEqual(['stopped', 'stopped']);
      const ask = { workerId: other, to: 'running', reason: 'needed' } as const;
      expect(await harness.scheduler.send('AskWorker', ask, asScheduler)).toMatchObject({ ok: true });
      const after = new Map((await harness.workers.list('worker')).map((worker) => [worker.id, worker.desired]));
      expect(after).toEqual(
        new Map([
          [id, 'stopped'],
          [other, 'running'],
        ]),
      );
    });

    withOpen('what nobody knows is undefined, and a command to it is refused', async ({ scheduler }) => {
      expect(await scheduler.get('worker', id)).toBeUndefined();
      const ask = { workerId: id, to: 'running', reason: 'needed' } as const;
      const answer = await scheduler.send('AskWorker', ask, asScheduler);
      expect(answer).toMatchObject({ ok: false, rejection: { code: 'worker.unknown' } });
    });

    withOpen('a decision on an old version is a conflict', async (harness) => {
      await plan(harness);
      const report = { workerId: id, expectedVersion: 0, report: { ...launched, launch: 1 } };
      await expect(harness.workers.send('ReportWorker', report, asWorkers)).rejects.toThrow(ConflictError);
    });

    withOpen('a leader who was followed by another is told so', async (harness) => {
      await plan(harness);
      const ask = { workerId: id, reason: 'needed' } as const;
      await harness.scheduler.send('AskWorker', { ...ask, to: 'running' }, options('resource-scheduler', 7));
      const late = harness.scheduler.send('AskWorker', { ...ask, to: 'stopped' }, options('resource-scheduler', 6));
      await expect(late).rejects.toThrow(SupersededError);
      expect(await harness.scheduler.get('worker', id)).toMatchObject({ desired: 'running' });
    });

    withOpen('a refusal comes with its code, in words and with data', async (harness) => {
      await plan(harness);
      const report = { workerId: id, expectedVersion: 1, report: { ...launched, launch: 9 } };
      const answer = await harness.workers.send('ReportWorker', report, asWorkers);
      expect(answer).toMatchObject({ ok: false, rejection: { code: 'worker.other-launch', details: { launch: 1 } } });
      expect(answer.ok ? '' : answer.rejection.message).toMatch(/launch/);
    });

    withOpen('the token that was given for a worker is for its controller alone', async (harness) => {
      await plan(harness);
      expect(await harness.workers.licenseToken(id)).toBeUndefined();
      await harness.giveToken(id, 'its-own-token');
      expect(await harness.workers.licenseToken(id)).toBe('its-own-token');
      await expect(harness.scheduler.licenseToken(id)).rejects.toThrow(ControlPlaneError);
    });

    withOpen('who may not is at fault, and not refused', async ({ workers, template }) => {
      const planning = workers.send('PlanWorker', { workerId: id, template, reason: 'the contract' }, asWorkers);
      await expect(planning).rejects.toThrow(ControlPlaneError);
    });
  });
}
