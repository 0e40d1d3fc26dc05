import { expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { aRunningWorker, minute, testNow as now } from '../testing/index.ts';
import { evolveWorker, impairedSince, lackedDefinitions, noticedNews, report, type Worker } from './index.ts';

const later = (minutes: number) => instant(now + minutes * minute);

function after(worker: Worker, ...reports: readonly Parameters<typeof report>[1][]): Worker {
  return reports.reduce((known, seen, index) => {
    const decided = report(known, seen, later(index));
    if (!decided.ok) throw new Error(decided.rejection.code);
    return decided.value.reduce(evolveWorker, known);
  }, worker);
}

function checked(instance: string, system = 'ok'): Parameters<typeof report>[1] {
  return { type: 'host', launch: 1, status: 'running', reason: 'seen', checks: { system, instance } };
}

const health = { valid: true, isLicensed: true, computes: [] };

test('what is known already is no news, in whatever order its fields come', () => {
  const worker = after(aRunningWorker(), { type: 'noticed', launch: 1, health });
  expect(worker.health).toEqual({ ...health, since: now });
  expect(noticedNews(worker, { health: { computes: [], isLicensed: true, valid: true } })).toBeUndefined();
  expect(noticedNews(worker, { health: { ...health, valid: false } })).toEqual({ health: { ...health, valid: false } });
});

test('each check keeps its own time', () => {
  const worker = after(
    aRunningWorker({ checks: undefined }),
    checked('ok'),
    checked('impaired'),
    checked('impaired', 'impaired'),
  );
  expect(worker.checks).toMatchObject({ systemSince: later(2), instanceSince: later(1) });
  expect(impairedSince(worker)).toBe(later(1));
  expect(impairedSince(after(worker, checked('ok')))).toBeUndefined();
});

test('to be held back is said once, and so is its end', () => {
  const held = { type: 'noticed', launch: 1, heldBack: '4 of 9' } as const;
  const worker = after(aRunningWorker(), held, { ...held, heldBack: '5 of 9' });
  expect(worker.heldBack).toEqual({ reason: '4 of 9', since: now });
  const end = { ...held, heldBack: '' };
  expect(after(worker, end).heldBack).toBeUndefined();
  expect(noticedNews(after(worker, end), { heldBack: '' })).toBeUndefined();
});

test('labs that moved are asked for only where they can be read, and once', () => {
  const worker = aRunningWorker({ service: 'available' });
  expect(noticedNews(worker, { labsMoved: true })).toEqual({ labsMoved: true });
  const asked = after(worker, { type: 'noticed', launch: 1, labsMoved: true });
  expect(asked.labsRefreshAskedAt).toBe(now);
  expect(noticedNews(asked, { labsMoved: true })).toBeUndefined();
  expect(noticedNews({ ...worker, service: 'error' }, { labsMoved: true })).toBeUndefined();
});

test('what a worker lacks is said in words, and nothing of one that was never looked at', () => {
  const nodes = [
    { id: 'iosv', images: ['iosv-159'] },
    { id: 'asav', images: [], lacksImage: true as const },
  ];
  const worker = aRunningWorker({ definitions: { nodes, images: [], since: now } });
  expect(lackedDefinitions(worker, ['iosv', 'asav', 'nxosv'])).toEqual([
    'its CML has no image for asav',
    'its CML does not know the node definition nxosv',
  ]);
  expect(lackedDefinitions(aRunningWorker(), ['nxosv'])).toEqual([]);
});
