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
import type { LabReport } from '@lcm/core/domain/lab';
import { SessionId } from '@lcm/core/domain/session';
import { sessionBooked, testNow } from '@lcm/core/domain/testing';
import { WorkerId } from '@lcm/core/domain/worker';
import { toIso } from '@lcm/core/kernel';
import { beforeEach, describe, expect, test } from 'vitest';
import { sessions, workers } from '../../application/aggregates.ts';
import { type LabPlane, openLabPlane } from '../../testing/lab-plane.ts';

const workerId = WorkerId.parse('wkr_1');
const controller = { role: 'lablet-controller' } as const;
const manager = { role: 'manager' } as const;
const author = { role: 'lab-author', id: 'arno' } as const;
const yaml = `
lab: { title: Names, version: 0.1.0 }
nodes: [{ id: n0, label: R1, node_definition: iol-xe, x: 0, y: 0, configuration: hostname R1, interfaces: [] }]
links: []
`;

let on: LabPlane;

beforeEach(async () => {
  on = await openLabPlane();
});

async function labOf(labRecordId: string, as?: Parameters<LabPlane['answer']>[2]) {
  return LabView.parse(await on.answer('GetLabRecord', { labRecordId }, as));
}

describe('orders to a lab', () => {
  test('are noted, and carried out by whoever watches the record', async () => {
    const labRecordId = await on.find();
    expect(await on.answer('StartLab', { labRecordId, reason: 'a demo' }, manager)).toMatchObject({
      pending: { action: 'start', by: 'manager', message: 'a demo' },
    });
    expect(await on.refusal('StopLab', { labRecordId })).toContain('lab.busy: Another action (start) is under way');
  });

  test('that make no sense where the lab is are refused in words', async () => {
    const labRecordId = await on.find('a', { sighting: 'booted' });
    expect(await on.refusal('WipeLab', { labRecordId })).toBe(
      'lab.wrong-state: A lab that is booted cannot be wiped; stop it first.',
    );
    expect(await on.refusal('StartLab', { labRecordId: 'lab_none' })).toBe('lab.unknown: There is no lab lab_none.');
  });

  test('need a host that can carry them out', async () => {
    const labRecordId = await on.find();
    await on.commit(workers, workerId, [{ type: 'WorkerServiceStatusChanged', to: 'starting', at: testNow }]);
    expect(await on.refusal('StartLab', { labRecordId })).toMatch(/^lab.host-down: .* its CML starting/);
    expect(await on.refusal('ImportLab', { workerId, yaml })).toMatch(/^lab.host-down/);
    expect(await on.refusal('RefreshWorkerLabs', { workerId })).toMatch(/^worker.wrong-state/);
  });

  test('delete the record of a lab that was never made at once while its host is down', async () => {
    const { id: labRecordId } = LabView.parse(await on.answer('ImportLab', { workerId, yaml }, manager));
    const down = { type: 'WorkerServiceStatusChanged', to: 'starting', at: testNow } as const;
    await on.commit(workers, workerId, [down]);
    expect(await on.refusal('DeleteLab', { labRecordId })).toMatch(/^lab.host-down/);
    await on.report(labRecordId, 1, { type: 'action-failed', reason: 'nothing has moved' });
    expect(await on.refusal('RetryLab', { labRecordId })).toMatch(/^lab.host-down/);
    expect(await on.answer('DeleteLab', { labRecordId })).toMatchObject({ status: 'deleted' });
  });

  test('look for the lab of an import that failed where its host is there: its answer may have been lost', async () => {
    const { id: labRecordId } = LabView.parse(await on.answer('ImportLab', { workerId, yaml }, manager));
    await on.report(labRecordId, 1, { type: 'action-failed', reason: 'nothing has moved' });
    expect(await on.answer('DeleteLab', { labRecordId })).toMatchObject({
      status: 'error',
      pending: { action: 'delete' },
    });
  });

  test('are refused for the lab of an active session, also before the record knows of the two', async () => {
    const sessionId = SessionId.parse('ses_9');
    await on.commit(sessions, sessionId, [sessionBooked(9)]);
    const labRecordId = await on.find('b', { title: 'VLANs ses_9', madeFor: sessionId });
    expect((await labOf(labRecordId)).orphan).toBe('no-session');
    const words = 'lab.in-session: The lab belongs to the session ses_9. End the session instead.';
    expect(await on.refusal('DeleteLab', { labRecordId })).toBe(words);
    const answered = await on.answer('DeleteOrphanLabs', { labRecordIds: [labRecordId] });
    expect(DeletedOrphans.parse(answered).items).toMatchObject([{ outcome: 'refused' }]);
  });

  test('that failed may be tried again, by whoever may ask for them', async () => {
    const labRecordId = await on.find();
    await on.answer('DeleteLab', { labRecordId });
    await on.report(labRecordId, 2, { type: 'action-failed', reason: 'no answer' });
    expect((await labOf(labRecordId)).failure).toMatchObject({ action: 'delete', reason: 'no answer' });
    expect(await on.refusal('RetryLab', { labRecordId }, manager)).toMatch(/^access.denied/);
    expect(await on.answer('RetryLab', { labRecordId })).toMatchObject({ pending: { action: 'delete' } });
  });
});

describe('a lab that somebody hands in', () => {
  test('is a record before it is a lab', async () => {
    const lab = LabView.parse(await on.answer('ImportLab', { workerId, yaml }, manager));
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
    const refused = await on.plane.call('ImportLab', { workerId, yaml: broken });
    expect(refused).toMatchObject({
      rejection: { code: 'lab.invalid', details: { faults: [{ part: 'yaml', line: 3 }] } },
    });
    expect(on.plane.views.list('lab')).toEqual([]);
    expect(await on.refusal('ImportLab', { workerId, yaml: ' '.repeat(2_097_153) })).toContain(
      'longer than 2097152 characters',
    );
  });

  test('may be a copy of one that is there', async () => {
    const labRecordId = await on.find('a', { title: 'By hand' });
    const clone = LabView.parse(await on.answer('CloneLab', { labRecordId, title: 'Second' }, manager));
    expect(clone).toMatchObject({ cloneOf: labRecordId, source: 'clone', facts: { title: 'Second' }, workerId });
    expect(await on.refusal('CloneLab', { labRecordId: clone.id })).toBe(
      'lab.wrong-state: A lab that is importing cannot be cloned.',
    );
  });
});

describe('the check of an import', () => {
  const tagged = yaml.replace('interfaces: []', 'tags: [serial:5001], interfaces: []');

  async function check(input: object): Promise<LabImportCheck> {
    return LabImportCheck.parse(await on.answer('CheckLabImport', input, manager));
  }

  test('says what it needs, and what on the worker stands in its way', async () => {
    expect(await check({ yaml: tagged, workerId })).toMatchObject({
      outcome: 'fine',
      title: 'Names',
      nodeCount: 1,
      ports: [{ label: 'R1', protocol: 'serial', port: 5001 }],
      warnings: [],
    });
    await on.find('a', { ports: [{ label: 'PC', protocol: 'vnc', port: 5001 }] });
    const { warnings } = await check({ yaml: tagged, workerId });
    expect(warnings).toEqual(['Port 5001, which R1 asks for, is taken: the lab “By hand” has it.']);
    expect((await check({ yaml: tagged })).warnings).toEqual([]);
  });

  test('names every fault at its line, and a worker that is not up', async () => {
    const broken = await check({ yaml: yaml.replace('node_definition', 'kind') });
    expect(broken).toMatchObject({ outcome: 'refused', faults: [{ part: 'yaml', line: 3 }] });
    await on.commit(workers, workerId, [{ type: 'WorkerServiceStatusChanged', to: 'starting', at: testNow }]);
    const { outcome, message } = await check({ yaml, workerId });
    expect([outcome, message]).toEqual(['refused', expect.stringContaining('its CML starting')]);
    expect(await on.refusal('CheckLabImport', { yaml }, author)).toMatch(/^access.denied/);
  });
});

describe('orphans', () => {
  test('are found by a query and ended in one go, each by itself', async () => {
    const [gone, leftover, fine] = [
      await on.find('a'),
      await on.find('b', { madeFor: 'ses_gone' }),
      await on.find('c'),
    ];
    await on.report(gone, 1, { type: 'missing', reason: 'CML does not have it any more' });
    const listed = LabViews.parse(await on.answer('ListLabRecords', { q: 'orphan:no-lab,no-session' }));
    expect(listed.items.map(({ id }) => id).toSorted()).toEqual([gone, leftover].toSorted());
    const ended = await on.answer('DeleteOrphanLabs', { labRecordIds: [gone, leftover, fine, 'lab_none'] });
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
    const id = await on.find();
    await on.answer('StartLab', { labRecordId: id });
    const before = on.plane.plane.state.audit.head;
    const stale: LabReport = { type: 'missing', reason: 'gone' };
    const items = [{ labRecordId: id, expectedVersion: 1, report: stale }];
    await on.answer('ReportLabs', { workerId, items }, controller);
    expect((await labOf(id)).status).toBe('stopped');
    expect(on.plane.plane.state.audit.head).toBe(before);
  });

  test('answers whoever wanted the labs to be read', async () => {
    const { labsRefreshAskedAt } = WorkerView.parse(await on.answer('RefreshWorkerLabs', { workerId }, manager));
    if (labsRefreshAskedAt === undefined) throw new Error('nothing was asked');
    await on.answer('ReportLabs', { workerId, items: [], askedAt: toIso(labsRefreshAskedAt) }, controller);
    expect(on.plane.views.get('worker', workerId)?.state.labsRefreshAskedAt).toBeUndefined();
  });
});

describe('what a lab was', () => {
  const sums = { structure: 'c'.repeat(64), nodeCount: 1, linkCount: 0 };

  async function twoRevisions(): Promise<string> {
    const keep = async (text: string) => on.plane.plane.deps.blobs.put(new TextEncoder().encode(text));
    const one = { ...sums, checksum: '1'.repeat(64), topologyKey: await keep(yaml), changes: [] };
    const two = {
      ...sums,
      checksum: '2'.repeat(64),
      topologyKey: await keep(yaml.replace('hostname R1', 'hostname X')),
    };
    const labRecordId = await on.find('a', { revision: one });
    const times = { createdAt: toIso(testNow), modifiedAt: toIso(testNow) };
    const revision = { ...two, changes: ['configuration of R1 changed'] };
    const lab = { workerId, launch: 1, cmlLabId: 'a', ...times, ...on.found, sighting: 'booted', revision };
    await on.report(labRecordId, 1, { type: 'seen', lab });
    return labRecordId;
  }

  test('is told by its revisions, what differs between them, its runs and its drawing', async () => {
    const labRecordId = await twoRevisions();
    const { items } = LabRevisions.parse(await on.answer('ListLabRevisions', { labRecordId }, author));
    expect(items.map(({ number }) => number)).toEqual([2, 1]);
    const diff = RevisionDiff.parse(await on.answer('DiffLabRevisions', { labRecordId, from: 1, to: 2 }, manager));
    expect(diff.summary).toEqual(['configuration of R1 changed']);
    expect(diff.configurations[0]?.lines.map(({ change, text }) => `${change} ${text}`)).toEqual([
      'removed hostname R1',
      'added hostname X',
    ]);
    expect(diff.yaml.filter(({ change }) => change !== 'same')).toHaveLength(2);
    expect(LabRuns.parse(await on.answer('ListLabRuns', { labRecordId }, author)).items).toHaveLength(1);
    expect(await on.answer('GetLabTopology', { labRecordId }, author)).toMatchObject({ nodes: [{ label: 'R1' }] });
    expect(await on.refusal('DiffLabRevisions', { labRecordId, from: 1, to: 7 })).toContain('revision.unknown');
  });

  test('its file is for operators: it holds configurations', async () => {
    const labRecordId = await twoRevisions();
    expect(await on.refusal('DownloadLabTopology', { labRecordId }, author)).toMatch(/^access.denied/);
    const file = await on.plane.call('DownloadLabTopology', { labRecordId, revision: 1 }, manager);
    if (!file.ok || file.value.download === undefined) throw new Error('no file');
    expect(file.value.download.name).toBe('By hand-1.yaml');
    expect((await Array.fromAsync(file.value.download.chunks)).join('')).toBe(yaml);
  });
});

describe('what an author sees', () => {
  test('is how labs are, and not whose', async () => {
    const sessionId = SessionId.parse('ses_9');
    await on.commit(sessions, sessionId, [sessionBooked(9)]);
    const labRecordId = await on.find('b', { title: 'VLANs ses_9', madeFor: sessionId });
    const ports = [{ label: 'R1', protocol: 'serial', port: 5001 }];
    const lab = { workerId, launch: 1, cmlLabId: 'b', sessionId, basedOn: 'def_1', title: 'VLANs ses_9', ports };
    await on.report(labRecordId, 1, { type: 'session', lab: { ...lab, phase: 'up' } });
    const seen = await labOf(labRecordId, author);
    expect(seen).toMatchObject({ status: 'booted', facts: { title: 'VLANs', owner: '', ports: [] }, bindings: [] });
    expect(JSON.stringify(seen)).not.toMatch(/ses_9|bob|mine|5001/);
    const searched = LabViews.parse(await on.answer('ListLabRecords', { q: 'ses_9' }, author));
    expect(searched.items).toEqual([]);
    const history = await on.answer('GetHistory', { kind: 'lab', id: labRecordId }, author);
    expect(JSON.stringify(history)).toContain('"to":"booted"');
    expect(JSON.stringify(history)).not.toMatch(/ses_9|bob|mine|5001/);
    expect((await labOf(labRecordId, manager)).session).toEqual({ id: sessionId, phase: 'up' });
  });

  test('on the stream is the same, without what led there', async () => {
    const labRecordId = await on.find('a');
    const items = on.plane.plane.state.feed.snapshot().items.filter(({ subject }) => subject.id === labRecordId);
    const audiences = items.map(({ audience, event }) => [event, audience.permission]);
    expect(audiences).toEqual([
      ['lab_record.snapshot', 'session:all'],
      ['lab_record.snapshot', 'lab:all'],
    ]);
    expect(JSON.stringify(items[1])).not.toContain('bob');
  });

  test('closed records are not sent to everybody who connects', async () => {
    const labRecordId = await on.find('a');
    await on.report(labRecordId, 1, { type: 'host-ended', reason: 'its host ended' });
    const items = on.plane.plane.state.feed.snapshot().items.filter(({ subject }) => subject.id === labRecordId);
    expect(items).toEqual([]);
  });
});
