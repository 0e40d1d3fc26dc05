import { DefinitionId } from '@lcm/core/domain/definition';
import { LabRecordId } from '@lcm/core/domain/lab';
import { SessionId } from '@lcm/core/domain/session';
import { WorkerId } from '@lcm/core/domain/worker';
import type { Commit, LabImportCheck, LabRecord, LabStatistics, LabTopology, RevisionDiff } from '../lib/views.ts';
import { aCommit, minutes, small } from './fixtures.ts';

type At = (minutes: number) => string;

function aRevision(number: number, at: string, changes: readonly string[]): LabRecord['revisions'][number] {
  const keys = { checksum: `${number}c`.repeat(32), structure: 'b'.repeat(64), topologyKey: `${number}a`.repeat(32) };
  return { number, ...keys, nodeCount: 4, linkCount: 3, changes: [...changes], at };
}

const inStates = (...states: readonly string[]) => states.map((state, index) => ({ label: `R${index + 1}`, state }));

export function aLab(
  changes: Omit<Partial<LabRecord>, 'facts'> & { facts?: Partial<LabRecord['facts']> } = {},
): LabRecord {
  return {
    id: LabRecordId.parse('lab_1'),
    version: 4,
    workerId: WorkerId.parse('wkr_1'),
    launch: 1,
    cmlLabId: '5c9e8f7a-91d2-4f6f-9f0a-2f1c1a7b3c44',
    source: 'discovery',
    status: 'stopped',
    statusSince: minutes(-30),
    reason: 'CML says STOPPED',
    topologyKey: '2a'.repeat(32),
    revisions: [
      aRevision(1, minutes(-900), []),
      aRevision(2, minutes(-30), ['configuration of R1 changed', 'R4 added']),
    ],
    runs: [
      { startedAt: minutes(-300), stoppedAt: minutes(-240), why: 'CML says BOOTED', stopReason: 'CML says STOPPED' },
    ],
    bindings: [],
    recordedAt: minutes(-900),
    recordedBy: '',
    lastSeenAt: minutes(-30),
    ...changes,
    facts: {
      title: 'OSPF, three areas',
      owner: 'bob',
      rawState: 'STOPPED',
      nodeCount: 4,
      linkCount: 3,
      createdAt: minutes(-9000),
      modifiedAt: minutes(-30),
      description: 'Three areas and a stub.',
      notes: 'R1 is the ABR.\nLeave PC1 alone.',
      ports: [],
      nodes: inStates('STOPPED', 'STOPPED', 'STOPPED', 'STOPPED'),
      ...changes.facts,
    },
  };
}

function sinceWhen(at: At): Pick<LabRecord, 'statusSince' | 'recordedAt' | 'lastSeenAt'> {
  return { statusSince: at(-30), recordedAt: at(-900), lastSeenAt: at(-30) };
}

/** One in each condition that a screen must be able to show. */
export function fixtureLabs(at: At): readonly LabRecord[] {
  const ports = [{ label: 'R1', protocol: 'serial', port: 9000 }];
  const assignments = [
    { id: 'user', name: 'U. User', level: 'operate', by: 'ana', reason: 'the class of May', at: at(-600) },
    { id: 'bob', name: 'bob', level: 'view', by: 'ana', reason: 'to see how it is done', at: at(-60) },
  ] as const;
  return [aLab({ ...sinceWhen(at), facts: { ports }, assignments }), ...runningLabs(at), ...troubledLabs(at)];
}

function runningLabs(at: At): readonly LabRecord[] {
  const since = sinceWhen(at);
  return [
    aLab({
      ...since,
      id: LabRecordId.parse('lab_2'),
      source: 'session',
      status: 'booted',
      reason: 'its session has started it',
      madeFor: SessionId.parse('ses_1'),
      basedOn: DefinitionId.parse('def_1'),
      session: { id: SessionId.parse('ses_1'), phase: 'up' },
      bindings: [{ sessionId: SessionId.parse('ses_1'), boundAt: at(-45) }],
      runs: [{ startedAt: at(-43), why: 'its session has started it', sessionId: SessionId.parse('ses_1') }],
      recordedAt: at(-48),
      facts: {
        title: 'Two sites over OSPF ses_1',
        owner: 'admin',
        rawState: 'BOOTED',
        nodes: undefined,
        ports: [
          { label: 'R1', protocol: 'serial', port: 9000 },
          { label: 'PC1', protocol: 'vnc', port: 9001 },
        ],
      },
    }),
    aLab({
      ...since,
      id: LabRecordId.parse('lab_3'),
      status: 'starting',
      statusSince: at(-1),
      reason: 'it is being started',
      pending: {
        action: 'start',
        requestedAt: at(-1.5),
        by: 'ada',
        message: '2 of 4 nodes are up',
        deadline: at(18),
      },
      runs: [{ startedAt: at(-1), why: 'it is being started', startedBy: 'ada' }],
      facts: {
        title: 'Campus with a title as long as CML lets people write one, 64 char',
        rawState: 'STARTED',
        nodes: inStates('BOOTED', 'BOOTED', 'STARTED', 'QUEUED'),
        ports: [2000, 2001, 2002, 9050].map((port) => ({ label: 'R1', protocol: 'serial', port })),
      },
    }),
  ];
}

/** One that would not stop, one without its session, one without its lab, and one that never was. */
function troubledLabs(at: At): readonly LabRecord[] {
  const since = sinceWhen(at);
  return [
    aLab({
      ...since,
      id: LabRecordId.parse('lab_7'),
      source: 'clone',
      cloneOf: LabRecordId.parse('lab_1'),
      status: 'booted',
      reason: 'every node is up',
      failure: { action: 'stop', at: at(-10), reason: 'nothing has moved for 180 s: it is being stopped' },
      facts: { title: 'Scratch', rawState: 'BOOTED', nodes: inStates('BOOTED', 'BOOTED', 'BOOTED', 'DISCONNECTED') },
    }),
    aLab({
      ...since,
      id: LabRecordId.parse('lab_4'),
      source: 'session',
      status: 'stopped',
      orphan: 'no-session',
      madeFor: SessionId.parse('ses_4'),
      facts: { title: 'Monday morning ses_4', owner: 'admin' },
    }),
    aLab({
      ...since,
      id: LabRecordId.parse('lab_5'),
      status: 'orphaned',
      orphan: 'no-lab',
      reason: 'CML did not tell of it any more',
      facts: { title: 'Gone', nodes: undefined },
    }),
    aLab({
      ...since,
      id: LabRecordId.parse('lab_6'),
      workerId: WorkerId.parse('wkr_4'),
      source: 'import',
      status: 'error',
      reason: 'nothing has moved for 180 s: CML does not answer',
      cmlLabId: undefined,
      topologyKey: undefined,
      revisions: [],
      runs: [],
      recordedBy: 'ada',
      failure: { action: 'import', at: at(-20), reason: 'nothing has moved for 180 s: CML does not answer' },
      facts: { title: 'Prep for Monday', owner: '', rawState: '', nodeCount: 0, linkCount: 0, nodes: undefined },
    }),
  ];
}

export function closedLabs(at: At): readonly LabRecord[] {
  const gone = {
    status: 'archived',
    statusSince: at(-600),
    reason: 'its topology is kept, the lab is deleted',
  } as const;
  return [
    aLab({ ...gone, id: LabRecordId.parse('lab_9'), recordedAt: at(-2000), facts: { title: 'Last year’s exam' } }),
  ];
}

const port = (id: string, label: string) => ({ id, label, type: 'physical' as const });

export const labTopology: LabTopology = {
  nodes: [
    {
      id: 'n0',
      label: 'R1',
      nodeDefinition: 'iosv',
      x: 0,
      y: 0,
      cpus: 2,
      memoryMiB: 1024,
      interfaces: [port('i0', 'Gi0/0'), port('i1', 'Gi0/1')],
    },
    { id: 'n1', label: 'R2', nodeDefinition: 'iosv', x: 240, y: 0, interfaces: [port('i0', 'Gi0/0')] },
    {
      id: 'n2',
      label: 'R3',
      nodeDefinition: 'iosvl2',
      x: 0,
      y: 160,
      imageDefinition: 'iosvl2-2020',
      interfaces: [port('i0', 'Gi0/0'), port('i1', 'Gi0/1')],
    },
    { id: 'n3', label: 'R4', nodeDefinition: 'alpine', x: 240, y: 160, interfaces: [port('i0', 'eth0')] },
  ],
  links: [
    { id: 'l0', a: 'n0', b: 'n1', aInterface: 'i0', bInterface: 'i0', label: 'core' },
    { id: 'l1', a: 'n0', b: 'n2', aInterface: 'i1', bInterface: 'i0' },
    { id: 'l2', a: 'n2', b: 'n3', aInterface: 'i1', bInterface: 'i0' },
  ],
};

const same = (text: string) => ({ change: 'same' as const, text });

export const labDiff: RevisionDiff = {
  summary: ['R4 added', 'configuration of R1 changed'],
  nodes: [{ label: 'R4', change: 'added', fields: [] }],
  links: [],
  configurations: [
    {
      label: 'R1',
      file: '',
      lines: [
        ...Array.from({ length: 12 }, (_, index) => same(`interface Loopback${index}`)),
        { change: 'removed', text: 'hostname Router' },
        { change: 'added', text: 'hostname R1' },
        {
          change: 'added',
          text: `ip access-list extended a-list-that-has-a-name-so-long-that-no-screen-shows-it-whole`,
        },
        ...Array.from({ length: 12 }, (_, index) => same(` network 10.${index}.0.0 0.0.255.255 area 0`)),
      ],
    },
  ],
  yaml: [
    same('lab:'),
    { change: 'removed', text: '  title: OSPF' },
    { change: 'added', text: '  title: OSPF, three areas' },
  ],
};

export const labImportCheck: LabImportCheck = {
  outcome: 'fine',
  message: 'It can be imported.',
  title: 'OSPF, three areas',
  needs: small,
  nodeCount: 4,
  nodeDefinitions: ['iosv', 'alpine'],
  bootSeconds: 240,
  ports: [{ label: 'R1', protocol: 'serial', port: 9000 }],
  warnings: ['Port 9000, which R1 asks for, is taken: it is promised to the session ses_1.'],
  faults: [],
};

export function labCommits(now: number): readonly Commit[] {
  const revision = { number: 2, changes: ['configuration of R1 changed', 'R4 added'] };
  const nodes = [{ label: 'R1', state: 'BOOTED' }];
  return [
    aCommit(1, [{ type: 'LabDiscovered' }, { type: 'LabStatusChanged', to: 'stopped', reason: 'CML says STOPPED' }]),
    aCommit(2, [{ type: 'LabRevised', revision }], minutes(-90, now)),
    aCommit(3, [{ type: 'LabActionRequested', action: 'start', reason: 'a demo' }], minutes(-3, now)),
    aCommit(4, [{ type: 'LabChanged', facts: { rawState: 'STARTED', nodes } }], minutes(-1, now)),
  ];
}

/** Of a lab with a node that is off: it and its link are still. */
export function labStatistics(now: number): LabStatistics {
  const labRecordId = LabRecordId.parse('lab_1');
  const still = { cpuPercent: 0, memoryPercent: 0, diskReadBytes: 0, diskWrittenBytes: 0 };
  const busy = { cpuPercent: 6.4, memoryPercent: 52, diskReadBytes: 306_721_280, diskWrittenBytes: 1_617_408 };
  const traffic = { readBytes: 45_142_004, readPackets: 443_346, writtenBytes: 9_204, writtenPackets: 96 };
  const nodes = [
    { label: 'R1', state: 'BOOTED', ...busy },
    { label: 'R2', state: 'STARTED', ...busy, cpuPercent: 140, memoryPercent: undefined },
    { label: 'R3', state: 'STOPPED', ...still },
  ];
  const links = [
    { label: 'R1-GigabitEthernet0/0<->R2-GigabitEthernet0/0', ...traffic },
    {
      label: 'R2-GigabitEthernet0/1<->R3-GigabitEthernet0/0',
      readBytes: 0,
      readPackets: 0,
      writtenBytes: 0,
      writtenPackets: 0,
    },
  ];
  return { labRecordId, reading: { labRecordId, at: new Date(now - 2_000).toISOString(), nodes, links } };
}
