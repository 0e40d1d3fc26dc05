import { expect, test } from 'vitest';
import { FakeTiming } from '../testing/fake-timing.ts';
import { admin, aWorker, noon, user } from '../testing/fixtures.ts';
import { createLiveStore } from './live-store.ts';
import { isLooking, whyNotDelete, whyNotLook } from './looks.ts';
import {
  draftedChanges,
  draftFault,
  hasFaults,
  type SettingsDraft,
  settingsIn,
  settingsNow,
} from './settings-draft.ts';

const at = new Date(noon).toISOString();
const changed = { 'idle.minutes': { value: 30, at, by: 'ada' } };
const view = { id: 'default', version: 2, environment: { 'discovery.regions': ['eu-west-1'] }, changed } as const;

function aStore() {
  return createLiveStore(new FakeTiming());
}

test('settings are shown as the product comes until the stream says something of them', () => {
  const live = aStore();
  expect(settingsNow(live)['idle.minutes']).toBe(60);
  live.take('settings', { id: 'default', version: 2, view });
  expect(settingsNow(live)['idle.minutes']).toBe(30);
  const shown = settingsIn(live).find(({ name }) => name === 'idle.minutes');
  expect(shown).toMatchObject({ source: 'changed', changedBy: 'ada', changedAt: noon, unchanged: 60 });
});

test('what was typed is sent as what it stands for, and only where it differs', () => {
  const draft: SettingsDraft = new Map([
    ['idle.minutes', '45'],
    ['idle.snoozeMinutes', '60'],
    ['idle.enabled', 'false'],
    ['discovery.regions', 'us-east-1, eu-west-1,'],
  ]);
  expect(draftedChanges(draft, settingsIn(aStore()))).toEqual({
    'idle.minutes': 45,
    'idle.enabled': false,
    'discovery.regions': ['us-east-1', 'eu-west-1'],
  });
});

test('what cannot be had is said while it is typed, in the words of the server', () => {
  expect(draftFault('idle.minutes', '')).toBe('must be a whole number of minutes from 1 to 10080');
  expect(draftFault('idle.minutes', '12')).toBeUndefined();
  expect(draftFault('discovery.regions', 'us-east-1, Mars')).toBe('"Mars" is not a region like us-east-1');
  expect(hasFaults(new Map([['idle.minutes', 'soon']]))).toBe(true);
});

test('a worker whose record is deleted is gone from the screens, and nothing older brings it back', () => {
  const live = aStore();
  const put = (version: number, changes: Parameters<typeof aWorker>[0]): void => {
    live.take('worker', { id: 'wkr_1', version, view: aWorker({ version, ...changes }) });
  };
  put(7, {});
  put(9, { deletedAt: at });
  put(8, {});
  expect(live.workers.value).toEqual([]);
  expect(live.find('worker', 'wkr_1')).toBeUndefined();
});

test('who may not have a worker looked at, or its record deleted, is told why', () => {
  expect(whyNotLook(admin, aWorker())).toBeUndefined();
  expect(whyNotLook(user, aWorker())).toBe('Needs the role manager or admin');
  expect(whyNotLook(admin, aWorker({ status: 'terminated' }))).toBe('Not possible while it is terminated');
  expect(whyNotDelete(admin, aWorker())).toContain('terminate it first');
  expect(whyNotDelete(admin, aWorker({ status: 'terminated' }))).toBeUndefined();
  const look = { requestedAt: at, requestedBy: 'ada' };
  expect(isLooking(aWorker({ looks: { refresh: look } }), 'refresh')).toBe(true);
  expect(isLooking(aWorker({ looks: { refresh: { ...look, completedAt: at } } }), 'refresh')).toBe(false);
});
