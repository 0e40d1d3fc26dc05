import {
  DeletedOrphans,
  LabImportCheck,
  LabRevisions,
  LabRuns,
  LabView,
  LabViews,
  RevisionDiff,
} from '@lcm/core/contracts/lab';
import { WorkerView } from '@lcm/core/contracts/worker';
import { type LabReport, labRecordIdOf } from '@lcm/core/domain/lab';
import { SessionId } from '@lcm/core/domain/session';
import { sessionBooked, testNow } from '@lcm/core/domain/testing';
import { WorkerId } from '@lcm/core/domain/worker';
import { ok, toIso } from '@lcm/core/kernel';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Aggregate, sessions, workers } from '../../application/aggregates.ts';
import { furnish, openTestPlane } from '../../testing/plane.ts';

const workerId = WorkerId.parse('wkr_1');
const controller = { role: 'lablet-controller' } as const;
const manager = { role: 'manager' } as const;
const user = { role: 'user', id: 'uma' } as const;
const yaml = `
lab: { title: Names, version: 0.1.0 }
nodes: [{ id: n0, label: R1, node_definition: iol-xe, x: 0, y: 0, configuration: hostname R1, interfaces: [] }]
links: []
`;

type Plane = Awaited<ReturnType<typeof openTestPlane>>;
let plane: Plane;

beforeEach(async () => {
  plane = await openTestPlane();
  await furnish(plane.call);
  await plane.call('PlanWorker', { workerId, template: 'metal', reason: 'test' }, { role: 'scheduler' });
  const at = testNow;
  await commit(workers, workerId, [
    { type: 'WorkerInstanceAssigned', launch: 1, instanceId: 'i-1', at },
    { type: 'WorkerStatusChanged', to: 'provisioning', reason: 'launched', at },
    { type: 'WorkerStatusChanged', to: 'running', reason: 'up', at },
    { type: 'WorkerServiceStatusChanged', to: 'available', endpoint: 'https://192.0.2.1', at },
  ]);
});

/** As a controller would have it decided. */
async function commit<State, Event extends { readonly type: string }>(
  aggregate: Aggregate<State, Event>,
  id: string,
  events: readonly Event[],
): Promise<void> {
  const caller = { actor: { id: 'test', name: 'test', roles: [] }, correlationId: 'test' };
  await plane.plane.deps.streams.change({ aggregate, id }, { operation: 'Test', caller }, () => ok(events));
}

async function answer(operation: string, input: unknown, as?: Parameters<Plane['call']>[2]): Promise<unknown> {
  const result = await plane.call(operation, input, as);
  if (!result.ok) throw new Error(`${result.rejection.code}: ${result.rejection.message}`);
  return result.value.body;
}

const found = { title: 'By hand', rawState: 'STOPPED', owner: 'bob', nodeCount: 1, linkCount: 0, notes: 'mine' };

async function find(cmlLabId = 'a', fields: object = {}): Promise<string> {
  const labRecordId = labRecordIdOf({ workerId, launch: 1, cmlLabId });
  const times = { createdAt: toIso(testNow), modifiedAt: toIso(testNow) };
  const lab = { workerId, launch: 1, cmlLabId, ...times, ...found, sighting: 'stopped', ...fields };
  await report(labRecordId, 0, { type: 'seen', lab });
  return labRecordId;
}

async function report(labRecordId: string, expectedVersion: number, seen: object): Promise<void> {
  await answer('ReportLab', { labRecordId, expectedVersion, report: seen }, controller);
}

async function labOf(labRecordId: string, as?: Parameters<Plane['call']>[2]) {
  return LabView.parse(await answer('GetLabRecord', { labRecordId }, as));
}

async function refusal(operation: string, input: unknown, as?: Parameters<Plane['call']>[2]): Promise<string> {
  const result = await plane.call(operation, input, as);
  return result.ok ? 'taken' : `${result.rejection.code}: ${result.rejection.message}`;
}

describe('orders to a lab', () => {
  test('are noted, and carried out by whoever watches the record', async () => {
    const labRecordId = await find();
    expect(await answer('StartLab', { labRecordId, reason: 'a demo' }, manager)).toMatchObject({
      pending: { action: 'start', by: 'manager', message: 'a demo' },
    });
    expect(await refusal('StopLab', { labRecordId })).toContain('lab.busy: Another action (start) is under way');
  });

  test('that make no sense where the lab is are refused in words', async () => {
    const labRecordId = await find('a', { sighting: 'booted' });
    expect(await refusal('WipeLab', { labRecordId })).toBe(
      'lab.wrong-state: A lab that is booted cannot be wiped; stop it first.',
    );
    expect(await refusal('StartLab', { labRecordId: 'lab_none' })).toBe('lab.unknown: There is no lab lab_none.');
  });

  test('need a host that can carry them out', async () => {
    const labRecordId = await find();
    await commit(workers, workerId, [{ type: 'WorkerServiceStatusChanged', to: 'starting', at: testNow }]);
    expect(await refusal('StartLab', { labRecordId })).toMatch(/^lab.host-down: .* its CML starting/);
    expect(await refusal('ImportLab', { workerId, yaml })).toMatch(/^lab.host-down/);
    expect(await refusal('RefreshWorkerLabs', { workerId })).toMatch(/^worker.wrong-state/);
  });

  test('delete the record of a lab that was never made at once while its host is down', async () => {
    const { id: labRecordId } = LabView.parse(await answer('ImportLab', { workerId, yaml }, manager));
    const down = { type: 'WorkerServiceStatusChanged', to: 'starting', at: testNow } as const;
    await commit(workers, workerId, [down]);
    expect(await refusal('DeleteLab', { labRecordId })).toMatch(/^lab.host-down/);
    await report(labRecordId, 1, { type: 'action-failed', reason: 'nothing has moved' });
    expect(await refusal('RetryLab', { labRecordId })).toMatch(/^lab.host-down/);
    expect(await answer('DeleteLab', { labRecordId })).toMatchObject({ status: 'deleted' });
  });

  test('look for the lab of an import that failed where its host is there: its answer may have been lost', async () => {
    const { id: labRecordId } = LabView.parse(await answer('ImportLab', { workerId, yaml }, manager));
    await report(labRecordId, 1, { type: 'action-failed', reason: 'nothing has moved' });
    expect(await answer('DeleteLab', { labRecordId })).toMatchObject({
      status: 'error',
      pending: { action: 'delete' },
    });
  });

  test('are refused for the lab of an active session, also before the record knows of the two', async () => {
    const sessionId = SessionId.parse('ses_9');
    await commit(sessions, sessionId, [sessionBooked(9)]);
    const labRecordId = await find('b', { title: 'VLANs ses_9', madeFor: sessionId });
    expect((await labOf(labRecordId)).orphan).toBe('no-session');
    const words = 'lab.in-session: The lab belongs to the session ses_9. End the session instead.';
    expect(await refusal('DeleteLab', { labRecordId })).toBe(words);
    const answered = await answer('DeleteOrphanLabs', { labRecordIds: [labRecordId] });
    expect(DeletedOrphans.parse(answered).items).toMatchObject([{ outcome: 'refused' }]);
  });

  test('that failed may be tried again, by whoever may ask for them', async () => {
    const labRecordId = await find();
    await answer('DeleteLab', { labRecordId });
    await report(labRecordId, 2, { type: 'action-failed', reason: 'no answer' });
    expect((await labOf(labRecordId)).failure).toMatchObject({ action: 'delete', reason: 'no answer' });
    expect(await refusal('RetryLab', { labRecordId }, manager)).toMatch(/^access.denied/);
    expect(await answer('RetryLab', { labRecordId })).toMatchObject({ pending: { action: 'delete' } });
  });
});

describe('a lab that somebody hands in', () => {
  test('is a record before it is a lab', async () => {
    const lab = LabView.parse(await answer('ImportLab', { workerId, yaml }, manager));
    expect(lab).toMatchObject({
      status: 'importing',
      source: 'import',
      facts: { title: 'Names' },
      recordedBy: 'manager',
    });
    expect(lab.cmlLabId).toBeUndefined();
  });

  test('is refused with its faults at their lines, and nothing is kept', async () => {
    const broken = yaml.replace('node_definition: iol-xe, ', '');
    const refused = await plane.call('ImportLab', { workerId, yaml: broken });
    expect(refused).toMatchObject({
      rejection: { code: 'lab.invalid', details: { faults: [{ part: 'yaml', line: 3 }] } },
    });
    expect(plane.views.list('lab')).toEqual([]);
    expect(await refusal('ImportLab', { workerId, yaml: ' '.repeat(500_001) })).toContain(
      'longer than 500000 characters',
    );
  });

  test('may be a copy of one that is there', async () => {
    const labRecordId = await find('a', { title: 'By hand' });
    const clone = LabView.parse(await answer('CloneLab', { labRecordId, title: 'Second' }, manager));
    expect(clone).toMatchObject({ cloneOf: labRecordId, source: 'clone', facts: { title: 'Second' }, workerId });
    expect(await refusal('CloneLab', { labRecordId: clone.id })).toBe(
      'lab.wrong-state: A lab that is importing cannot be cloned.',
    );
  });
});

describe('the check of an import', () => {
  const tagged = yaml.replace('interfaces: []', 'tags: [serial:5001], interfaces: []');

  async function check(input: object): Promise<LabImportCheck> {
    return LabImportCheck.parse(await answer('CheckLabImport', input, manager));
  }

  test('says what it needs, and what on the worker stands in its way', async () => {
    expect(await check({ yaml: tagged, workerId })).toMatchObject({
      outcome: 'fine',
      title: 'Names',
      nodeCount: 1,
      ports: [{ label: 'R1', protocol: 'serial', port: 5001 }],
      warnings: [],
    });
    await find('a', { ports: [{ label: 'PC', protocol: 'vnc', port: 5001 }] });
    const { warnings } = await check({ yaml: tagged, workerId });
    expect(warnings).toEqual(['Port 5001, which R1 asks for, is taken: the lab “By hand” has it.']);
    expect((await check({ yaml: tagged })).warnings).toEqual([]);
  });

  test('names every fault at its line, and a worker that is not up', async () => {
    const broken = await check({ yaml: yaml.replace('node_definition', 'kind') });
    expect(broken).toMatchObject({ outcome: 'refused', faults: [{ part: 'yaml', line: 3 }] });
    await commit(workers, workerId, [{ type: 'WorkerServiceStatusChanged', to: 'starting', at: testNow }]);
    const { outcome, message } = await check({ yaml, workerId });
    expect([outcome, message]).toEqual(['refused', expect.stringContaining('its CML starting')]);
    expect(await refusal('CheckLabImport', { yaml }, user)).toMatch(/^access.denied/);
  });
});

describe('orphans', () => {
  test('are found by a query and ended in one go, each by itself', async () => {
    const [gone, leftover, fine] = [await find('a'), await find('b', { madeFor: 'ses_gone' }), await find('c')];
    await report(gone, 1, { type: 'missing', reason: 'CML does not have it any more' });
    const listed = LabViews.parse(await answer('ListLabRecords', { q: 'orphan:no-lab,no-session' }));
    expect(listed.items.map(({ id }) => id).toSorted()).toEqual([gone, leftover].toSorted());
    const ended = await answer('DeleteOrphanLabs', { labRecordIds: [gone, leftover, fine, 'lab_none'] });
    expect(DeletedOrphans.parse(ended).items.map(({ outcome }) => outcome)).toEqual([
      'closed',
      'deleting',
      'refused',
      'refused',
    ]);
    expect((await labOf(gone)).status).toBe('deleted');
  });
});

describe('what the controller reports', () => {
  test('of many labs is one commit for each that is other, and none where the record knows better', async () => {
    const id = await find();
    await answer('StartLab', { labRecordId: id });
    const before = plane.plane.state.audit.head;
    const stale: LabReport = { type: 'missing', reason: 'gone' };
    const items = [{ labRecordId: id, expectedVersion: 1, report: stale }];
    await answer('ReportLabs', { workerId, items }, controller);
    expect((await labOf(id)).status).toBe('stopped');
    expect(plane.plane.state.audit.head).toBe(before);
  });

  test('answers whoever wanted the labs to be read', async () => {
    const { labsRefreshAskedAt } = WorkerView.parse(await answer('RefreshWorkerLabs', { workerId }, manager));
    if (labsRefreshAskedAt === undefined) throw new Error('nothing was asked');
    await answer('ReportLabs', { workerId, items: [], askedAt: toIso(labsRefreshAskedAt) }, controller);
    expect(plane.views.get('worker', workerId)?.state.labsRefreshAskedAt).toBeUndefined();
  });
});

describe('what a lab was', () => {
  const sums = { structure: 'c'.repeat(64), nodeCount: 1, linkCount: 0 };

  async function twoRevisions(): Promise<string> {
    const keep = async (text: string) => plane.plane.deps.blobs.put(new TextEncoder().encode(text));
    const one = { ...sums, checksum: '1'.repeat(64), topologyKey: await keep(yaml), changes: [] };
    const two = {
      ...sums,
      checksum: '2'.repeat(64),
      topologyKey: await keep(yaml.replace('hostname R1', 'hostname X')),
    };
    const labRecordId = await find('a', { revision: one });
    const times = { createdAt: toIso(testNow), modifiedAt: toIso(testNow) };
    const revision = { ...two, changes: ['configuration of R1 changed'] };
    const lab = { workerId, launch: 1, cmlLabId: 'a', ...times, ...found, sighting: 'booted', revision };
    await report(labRecordId, 1, { type: 'seen', lab });
    return labRecordId;
  }

  test('is told by its revisions, what differs between them, its runs and its drawing', async () => {
    const labRecordId = await twoRevisions();
    const { items } = LabRevisions.parse(await answer('ListLabRevisions', { labRecordId }, user));
    expect(items.map(({ number }) => number)).toEqual([2, 1]);
    const diff = RevisionDiff.parse(await answer('DiffLabRevisions', { labRecordId, from: 1, to: 2 }, manager));
    expect(diff.summary).toEqual(['configuration of R1 changed']);
    expect(diff.configurations[0]?.lines.map(({ change, text }) => `${change} ${text}`)).toEqual([
      'removed hostname R1',
      'added hostname X',
    ]);
    expect(diff.yaml.filter(({ change }) => change !== 'same')).toHaveLength(2);
    expect(LabRuns.parse(await answer('ListLabRuns', { labRecordId }, user)).items).toHaveLength(1);
    expect(await answer('GetLabTopology', { labRecordId }, user)).toMatchObject({ nodes: [{ label: 'R1' }] });
    expect(await refusal('DiffLabRevisions', { labRecordId, from: 1, to: 7 })).toContain('revision.unknown');
  });

  test('its file is for operators: it holds configurations', async () => {
    const labRecordId = await twoRevisions();
    expect(await refusal('DownloadLabTopology', { labRecordId }, user)).toMatch(/^access.denied/);
    const file = await plane.call('DownloadLabTopology', { labRecordId, revision: 1 }, manager);
    if (!file.ok || file.value.download === undefined) throw new Error('no file');
    expect(file.value.download.name).toBe('By hand-1.yaml');
    expect((await Array.fromAsync(file.value.download.chunks)).join('')).toBe(yaml);
  });
});

describe('what a candidate sees', () => {
  test('is how labs are, and not whose', async () => {
    const sessionId = SessionId.parse('ses_9');
    await commit(sessions, sessionId, [sessionBooked(9)]);
    const labRecordId = await find('b', { title: 'VLANs ses_9', madeFor: sessionId });
    const ports = [{ label: 'R1', protocol: 'serial', port: 5001 }];
    const lab = { workerId, launch: 1, cmlLabId: 'b', sessionId, basedOn: 'def_1', title: 'VLANs ses_9', ports };
    await report(labRecordId, 1, { type: 'session', lab: { ...lab, phase: 'up' } });
    const seen = await labOf(labRecordId, user);
    expect(seen).toMatchObject({ status: 'booted', facts: { title: 'VLANs', owner: '', ports: [] }, bindings: [] });
    expect(JSON.stringify(seen)).not.toMatch(/ses_9|bob|mine|5001/);
    const searched = LabViews.parse(await answer('ListLabRecords', { q: 'ses_9' }, user));
    expect(searched.items).toEqual([]);
    expect(await refusal('GetHistory', { kind: 'lab', id: labRecordId }, user)).toMatch(/^lab.unknown/);
    expect((await labOf(labRecordId, manager)).session).toEqual({ id: sessionId, phase: 'up' });
  });

  test('on the stream is the same, without what led there', async () => {
    const labRecordId = await find('a');
    const items = plane.plane.state.feed.snapshot().items.filter(({ subject }) => subject.id === labRecordId);
    const audiences = items.map(({ audience, event }) => [event, audience.permission, audience.unless]);
    expect(audiences).toEqual([
      ['lab_record.snapshot', 'session:all', undefined],
      ['lab_record.snapshot', 'lab:read', 'session:all'],
    ]);
    expect(JSON.stringify(items[1])).not.toContain('bob');
  });

  test('closed records are not sent to everybody who connects', async () => {
    const labRecordId = await find('a');
    await report(labRecordId, 1, { type: 'host-ended', reason: 'its host ended' });
    const items = plane.plane.state.feed.snapshot().items.filter(({ subject }) => subject.id === labRecordId);
    expect(items).toEqual([]);
  });
});
