import { expect, test } from 'vitest';
import { furnish, openTestPlane } from '../../testing/plane.ts';

async function aRunningWorker() {
  const { call, views } = await openTestPlane();
  await furnish(call);
  await call('CreateWorker', { template: 'metal' });
  const workerId = views.list('worker')[0]?.state.id ?? '';
  const report = async (seen: object) => {
    const expectedVersion = views.get('worker', workerId)?.version;
    const input = { workerId, expectedVersion, report: { launch: 1, ...seen } };
    return call('ReportWorker', input, { role: 'worker-controller' });
  };
  await report({ type: 'launched', instanceId: 'i-1' });
  await report({ type: 'host', status: 'running', reason: 'up' });
  const ask = async (name: string, input: object = {}, role: 'user' | 'admin' = 'user') => {
    const answer = await call(name, input, { role });
    return answer.ok ? answer.value.body : answer.rejection;
  };
  return { workerId, report, ask };
}

test('everybody may ask what a worker can run, also before anybody has looked', async () => {
  const { workerId, report, ask } = await aRunningWorker();
  expect(await ask('GetWorkerDefinitions', { workerId })).toEqual({ nodes: [], images: [] });
  const nodes = [{ id: 'iosv', cpus: 1, memoryMiB: 768, images: ['iosv-159'] }];
  const images = [{ id: 'iosv-159', of: 'iosv' }];
  await report({ type: 'noticed', definitions: { nodes, images } });
  expect(await ask('GetWorkerDefinitions', { workerId })).toMatchObject({ nodes, images, since: expect.any(String) });
  expect(await ask('GetWorkerDefinitions', { workerId: 'wkr_none' })).toMatchObject({ code: 'worker.unknown' });
});

test('the system’s health tells that too many hosts look dead to be believed', async () => {
  const { report, ask } = await aRunningWorker();
  expect(await ask('GetSystemHealth', {}, 'admin')).toMatchObject({ heldBack: undefined });
  await report({ type: 'noticed', heldBack: '4 of 9 hosts look dead at once' });
  expect(await ask('GetSystemHealth', {}, 'admin')).toMatchObject({
    heldBack: { workers: 1, reason: '4 of 9 hosts look dead at once' },
  });
});
