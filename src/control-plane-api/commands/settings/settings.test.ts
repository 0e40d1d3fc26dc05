import { SettingViews } from '@lcm/core/contracts/settings';
import { hour } from '@lcm/core/domain/testing';
import { expect, test } from 'vitest';
import { noteSettings } from '../../note-settings.ts';
import { type Call, openTestPlane } from '../../testing/plane.ts';

async function shown(call: Call, name: string) {
  const answer = await call('GetSettings', {}, { role: 'user' });
  if (!answer.ok) throw new Error(answer.rejection.message);
  return SettingViews.parse(answer.value.body).items.find((item) => item.name === name);
}

test('an admin changes a setting: everybody sees the value, who said so, and what it was before', async () => {
  const { call } = await openTestPlane();
  expect(await shown(call, 'idle.minutes')).toMatchObject({ value: 60, source: 'default', min: 1, unit: 'minutes' });
  const changed = await call('ChangeSettings', { values: { 'idle.minutes': 30 }, reason: 'nights' }, { id: 'ada' });
  expect(changed).toMatchObject({ ok: true });
  expect(await shown(call, 'idle.minutes')).toMatchObject({ value: 30, source: 'changed', changedBy: 'ada' });
  const history = await call('GetHistory', { kind: 'settings', id: 'default' });
  expect(JSON.stringify(history)).toContain('"from":60,"to":30');
  const audit = await call('ListAudit', { kind: 'settings' });
  expect(JSON.stringify(audit)).toContain('nights');
  await call('ResetSetting', { name: 'idle.minutes' });
  expect(await shown(call, 'idle.minutes')).toMatchObject({ value: 60, source: 'default' });
});

test.each(['user', 'lab-author', 'manager'] as const)('a %s reads settings and changes none', async (role) => {
  const { call } = await openTestPlane();
  expect(await call('GetSettings', {}, { role })).toMatchObject({ ok: true });
  const change = await call('ChangeSettings', { values: { 'idle.minutes': 30 } }, { role });
  expect(change).toMatchObject({ ok: false, rejection: { code: 'access.denied' } });
});

test('a change with one fault changes nothing, and says which and why', async () => {
  const { call } = await openTestPlane();
  const values = { 'idle.minutes': 30, 'retention.auditDays': 30, 'discovery.regions': ['us-east-1', 'Mars'] };
  expect(await call('ChangeSettings', { values })).toMatchObject({
    rejection: {
      code: 'request.invalid',
      details: {
        fields: [
          { field: 'values.discovery.regions.1', message: 'is not a region like us-east-1' },
          { field: 'values.retention.auditDays', message: 'must be a whole number of days from 90 to 36500' },
        ],
      },
    },
  });
  expect(await call('ChangeSettings', { values: { 'fleet.minRunningPerRegion': 11 } })).toMatchObject({
    rejection: {
      code: 'settings.invalid',
      message: 'Workers left running in a region: 11 cannot be left running where at most 10 may exist',
    },
  });
  expect(await shown(call, 'idle.minutes')).toMatchObject({ value: 60 });
});

test('what the environment says counts until somebody changes it, and is noted once', async () => {
  const { call, plane } = await openTestPlane();
  const environment = {
    WORKER_IDLE_TIMEOUT_MINUTES: '20',
    CML_WORKER_DISCOVERY_REGIONS: 'us-east-1, eu-west-1',
    MIN_WORKERS: '',
  };
  await noteSettings(environment, plane.deps);
  await noteSettings(environment, plane.deps);
  expect(await plane.deps.store.read('settings/default', 0)).toHaveLength(1);
  expect(await shown(call, 'discovery.regions')).toMatchObject({
    value: ['us-east-1', 'eu-west-1'],
    source: 'environment',
  });
  await call('ChangeSettings', { values: { 'idle.minutes': 5 } });
  await noteSettings({ WORKER_IDLE_TIMEOUT_MINUTES: '40' }, plane.deps);
  expect(await shown(call, 'idle.minutes')).toMatchObject({ value: 5, unchanged: 40 });
  await expect(noteSettings({ WORKER_IDLE_TIMEOUT_MINUTES: 'soon' }, plane.deps)).rejects.toThrow(
    'must be a whole number of minutes',
  );
});

test('what is older than the audit shall show is not found in it, and stays in the history', async () => {
  const { call, clock } = await openTestPlane();
  await call('ChangeSettings', { values: { 'retention.auditDays': 90 }, reason: 'a rule of ours' });
  const found = async (): Promise<boolean> =>
    JSON.stringify(await call('ListAudit', { kind: 'settings' })).includes('a rule of ours');
  clock.step(89 * 24 * hour);
  expect(await found()).toBe(true);
  clock.step(2 * 24 * hour);
  expect(await found()).toBe(false);
  expect(JSON.stringify(await call('GetHistory', { kind: 'settings', id: 'default' }))).toContain('a rule of ours');
});
