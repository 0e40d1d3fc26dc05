import { History } from '@lcm/core/contracts/history';
import { LabView, LabViews } from '@lcm/core/contracts/lab';
import { OrderedLabs } from '@lcm/core/contracts/lab-bulk';
import type { PersonRole } from '@lcm/core/domain/access';
import { hasLeftLists } from '@lcm/core/domain/worker';
import { expect, test } from 'vitest';
import { isVisible, type LiveItem } from '../../application/live-feed.ts';
import { type LabPlane, openLabPlane } from '../../testing/lab-plane.ts';

const uma = { role: 'user', id: 'uma' } as const;
const zoe = { role: 'user', id: 'zoe' } as const;
const author = { role: 'lab-author', id: 'arno' } as const;
const manager = { role: 'manager', id: 'max' } as const;
const reason = 'her class';

async function assigned(level: 'view' | 'operate') {
  const plane = await openLabPlane();
  const mine = await plane.find('a', { title: 'Mine' });
  const other = await plane.find('b', { title: 'Other' });
  await plane.answer('AssignLab', { labRecordId: mine, personId: 'uma', personName: 'Uma', level, reason }, manager);
  return { ...plane, mine, other };
}

type Who = { readonly role: PersonRole; readonly id: string };

async function titles({ answer }: LabPlane, who: Who, q?: string): Promise<readonly string[]> {
  const { items } = LabViews.parse(await answer('ListLabRecords', { q }, who));
  return items.map(({ facts }) => facts.title).toSorted();
}

const inputs = {
  GetLabRecord: {},
  GetLabTopology: {},
  ListLabRevisions: {},
  ListLabRuns: {},
  StartLab: {},
  StopLab: {},
} as const;

function ofUser(items: readonly LiveItem[], { id, role }: Who): readonly LiveItem[] {
  const seen = items.filter((item) => isVisible(item, { id, name: id, roles: [role] }));
  return seen.filter(({ subject }) => subject.kind === 'lab');
}

test('a user sees the labs that are assigned to them and no others, by list, search, page, history and stream', async () => {
  const plane = await assigned('view');
  expect(await titles(plane, uma)).toEqual(['Mine']);
  expect(await titles(plane, uma, 'title:other')).toEqual([]);
  expect(await titles(plane, zoe)).toEqual([]);
  expect(await titles(plane, author)).toEqual(['Mine', 'Other']);
  for (const operation of Object.keys(inputs))
    expect(await plane.refusal(operation, { labRecordId: plane.other }, uma)).toMatch(/^lab.unknown/);
  expect(await plane.refusal('GetHistory', { kind: 'lab', id: plane.other }, uma)).toMatch(/^lab.unknown/);
  expect(LabView.parse(await plane.answer('GetLabRecord', { labRecordId: plane.mine }, uma)).status).toBe('stopped');
  const { items } = plane.plane.plane.state.feed.snapshot();
  expect(ofUser(items, uma).map(({ subject }) => subject.id)).toEqual([plane.mine]);
  expect(ofUser(items, zoe)).toEqual([]);
  expect(ofUser(items, author)).toHaveLength(2);
  expect(ofUser(items, manager)).toHaveLength(2);
});

function about(id: string) {
  return { title: 'Look', subject: { kind: 'lab', id } };
}

test('a task about a lab names none that one may not see', async () => {
  const { refusal, mine, other } = await assigned('view');
  expect(await refusal('CreateTask', about(other), uma)).toMatch(/^lab.unknown/);
  expect(await refusal('CreateTask', about(mine), uma)).toBe('taken');
});

test('whoever has a lab learns why, and nothing of the others who have it', async () => {
  const { answer, mine, plane } = await assigned('view');
  await answer('AssignLab', { labRecordId: mine, personId: 'zoe', level: 'operate', reason: 'to help' }, manager);
  const told = LabView.parse(await answer('GetLabRecord', { labRecordId: mine }, uma));
  expect(told.assignments).toMatchObject([{ id: 'uma', level: 'view', by: '', reason }]);
  const items = ofUser(plane.plane.state.feed.snapshot().items, uma);
  const history = await answer('GetHistory', { kind: 'lab', id: mine }, uma);
  expect(JSON.stringify([told, items, history])).not.toMatch(/zoe|max|to help|bob/);
  const events = History.parse(history).items.flatMap((commit) => commit.events.map(({ type }) => type));
  expect(events).toEqual(['LabDiscovered', 'LabStatusChanged', 'LabAssigned']);
  expect(LabView.parse(await answer('GetLabRecord', { labRecordId: mine }, manager)).assignments).toHaveLength(2);
});

test('who has a lab to operate starts and stops it, and no more; who has it to look at does not', async () => {
  const { answer, refusal, mine } = await assigned('view');
  expect(await refusal('StartLab', { labRecordId: mine }, uma)).toMatch(/^lab.not-yours/);
  await answer('AssignLab', { labRecordId: mine, personId: 'uma', level: 'operate', reason }, manager);
  const started = LabView.parse(await answer('StartLab', { labRecordId: mine }, uma));
  expect(started).toMatchObject({ pending: { action: 'start', by: '' }, recordedBy: '' });
  for (const operation of ['WipeLab', 'DeleteLab', 'ArchiveLab', 'RetryLab', 'CloneLab', 'DownloadLabTopology'])
    expect(await refusal(operation, { labRecordId: mine }, uma)).toMatch(/^access.denied/);
});

test('only operators assign and take back, with a reason', async () => {
  const { refusal, mine } = await assigned('view');
  const input = { labRecordId: mine, personId: 'zoe', level: 'view', reason };
  for (const who of [uma, author]) {
    expect(await refusal('AssignLab', input, who)).toMatch(/^access.denied/);
    expect(await refusal('UnassignLab', { labRecordId: mine, personId: 'uma', reason }, who)).toMatch(/^access.denied/);
  }
  expect(await refusal('AssignLab', { ...input, reason: ' ' }, manager)).toMatch(/^request.invalid/);
  expect(await refusal('AssignLab', { ...input, labRecordId: 'lab_none' }, manager)).toMatch(/^lab.unknown/);
  expect(await refusal('UnassignLab', { labRecordId: mine, personId: 'zoe', reason }, manager)).toBe(
    'lab.not-assigned: The lab is not assigned to zoe.',
  );
});

function viewIn(item: LiveItem | undefined): LabView {
  const { data } = item ?? {};
  return LabView.parse(data !== undefined && 'view' in data ? data.view : undefined);
}

test('a lab that is taken back leaves the screens of whoever had it at once, and of nobody else', async () => {
  const { answer, refusal, mine, plane } = await assigned('operate');
  await answer('AssignLab', { labRecordId: mine, personId: 'arno', level: 'operate', reason }, manager);
  const told: LiveItem[] = [];
  plane.plane.state.feed.subscribe((items) => void told.push(...items));
  await answer('UnassignLab', { labRecordId: mine, personId: 'uma', reason }, manager);
  const [last, ...more] = ofUser(told, uma);
  expect(more).toEqual([]);
  const view = viewIn(last);
  expect(hasLeftLists('lab', view)).toBe(true);
  expect(JSON.stringify(view)).not.toContain('Mine');
  for (const who of [author, manager]) {
    const views = ofUser(told, who).map((item) => viewIn(item).facts.title);
    expect(views).toEqual(['Mine']);
  }
  expect(ofUser(told, zoe)).toEqual([]);
  for (const operation of ['GetLabRecord', 'StopLab'])
    expect(await refusal(operation, { labRecordId: mine }, uma)).toMatch(/^lab.unknown/);
});

test('who has a lab that a session has by now is not told which', async () => {
  const { answer, report, refusal, mine } = await assigned('operate');
  const lab = { cmlLabId: 'a', sessionId: 'ses_9', basedOn: 'def_1', title: 'Mine', ports: [], phase: 'up' };
  const { version } = LabView.parse(await answer('GetLabRecord', { labRecordId: mine }));
  await report(mine, version, { type: 'session', lab: { workerId: 'wkr_1', launch: 1, ...lab } });
  expect(await refusal('StopLab', { labRecordId: mine }, uma)).toMatch(/^lab.in-session: A session has the lab/);
  expect(await refusal('StopLab', { labRecordId: mine }, manager)).toContain('ses_9');
});

test('one order to many labs asks each of them alone, and says what became of each', async () => {
  const { answer, refusal, mine, other } = await assigned('operate');
  const labRecordIds = [mine, other, mine, 'lab_none'];
  const started = OrderedLabs.parse(await answer('OrderLabs', { command: 'start', labRecordIds, reason }, uma)).items;
  expect(started.map(({ labRecordId, outcome, code }) => [labRecordId, outcome, code])).toEqual([
    [mine, 'taken', undefined],
    [other, 'refused', 'lab.unknown'],
    ['lab_none', 'refused', 'lab.unknown'],
  ]);
  const history = History.parse(await answer('GetHistory', { kind: 'lab', id: mine }, manager));
  expect(history.items.at(-1)).toMatchObject({ operation: 'StartLab', by: { id: 'uma' }, events: [{ reason }] });
  expect(await refusal('OrderLabs', { command: 'delete', labRecordIds }, uma)).toMatch(/^access.denied/);
  expect(await refusal('OrderLabs', { command: 'delete', labRecordIds }, manager)).toMatch(/^access.denied/);
  const stopped = OrderedLabs.parse(
    await answer('OrderLabs', { command: 'stop', labRecordIds: [mine, other] }, manager),
  );
  expect(stopped.items.map(({ message }) => message)).toEqual([
    'Another action (start) is under way on this lab. Wait for its end.',
    'A lab that is stopped cannot be stopped.',
  ]);
});
