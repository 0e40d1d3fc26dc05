import { WorkerId } from '@lcm/core/domain/worker';
import { ConflictError, ControlPlaneError, type SendOptions, SupersededError } from '@lcm/core/ports/control-plane';
import { describe, expect, test } from 'vitest';
import { furnish, openTestPlane } from '../testing/plane.ts';

const workerId = WorkerId.parse('wkr_1');

function fenced(token: number): SendOptions {
  return { fence: { election: 'resource-scheduler', token }, correlationId: 'test' };
}

describe('a controller in the same process', () => {
  test('is refused, overtaken and superseded as it would be over the network', async () => {
    const { plane, call } = await openTestPlane();
    await furnish(call);
    const controlPlane = plane.forService('scheduler');
    expect(await controlPlane.get('worker', workerId)).toBeUndefined();
    const plan = { workerId, template: 'metal', reason: 'test' };
    expect(await controlPlane.send('PlanWorker', { ...plan, template: 'none' }, fenced(2))).toMatchObject({
      ok: false,
      rejection: { code: 'template.unknown' },
    });
    expect(await controlPlane.send('PlanWorker', plan, fenced(2))).toMatchObject({ ok: true });
    expect((await controlPlane.list('worker')).map((worker) => worker.id)).toEqual([workerId]);
    await expect(controlPlane.send('PlanWorker', plan, fenced(1))).rejects.toThrow(SupersededError);
    const report = { type: 'vacated', launch: 1 } as const;
    const late = { workerId, expectedVersion: 7, report };
    const lease = { fence: { election: 'worker-controller', token: 1 }, correlationId: 'test' };
    await expect(plane.forService('worker-controller').send('ReportWorker', late, lease)).rejects.toThrow(
      ConflictError,
    );
    await expect(controlPlane.send('ReportWorker', late, fenced(2))).rejects.toThrow(ControlPlaneError);
  });
});
