import { fromIso, type Instant, instant } from '../../kernel/index.ts';
import { type DefinitionContent, DefinitionId } from '../definition/index.ts';
import { evolveSession, type Session, type SessionEvent, SessionId } from '../session/index.ts';
import { evolveSnapshot, type Snapshot, type SnapshotEvent, SnapshotId } from '../snapshot/index.ts';
import type { Template } from '../template/index.ts';
import {
  type Amounts,
  evolveWorker,
  type Reservation,
  ReservationId,
  type Worker,
  type WorkerEvent,
  WorkerId,
  type WorkerSpec,
} from '../worker/index.ts';

/** Builders with valid defaults, for tests in all packages: what a test does not name does not matter to it. */
export const testNow: Instant = fromIso('2026-11-21T09:00:00.000Z');
export const hour = 3_600_000;
export const minute = 60_000;

export const anAmount: Amounts = { cpuCores: 2, memoryMiB: 4096, storageGiB: 10, nodes: 4 };

export const aSpec: WorkerSpec = {
  region: 'us-east-1',
  instanceType: 'm5zn.metal',
  imageName: 'cml-*',
  volumeGiB: 256,
  capacity: { cpuCores: 8, memoryMiB: 16_384, storageGiB: 100, nodes: 20 },
  portRange: { first: 2000, last: 2029 },
  hourlyCostUsd: 4,
  unlicensedNodes: 5,
  registersLicense: true,
};

type Created = Extract<WorkerEvent, { type: 'WorkerCreated' }>;

export function workerCreated(number = 1, fields: Partial<Created> = {}): Created {
  return {
    type: 'WorkerCreated',
    id: WorkerId.parse(`wkr_${number}`),
    name: `w${number}`,
    template: 'metal',
    spec: aSpec,
    origin: 'created',
    desired: 'running',
    reason: 'asked for',
    by: 'ana',
    at: testNow,
    ...fields,
  };
}

/** As new, but for what is said. */
export function aWorker(fields: Partial<Worker> = {}, number = 1): Worker {
  return { ...evolveWorker(undefined, workerCreated(number)), ...fields };
}

export function aRunningWorker(fields: Partial<Worker> = {}, number = 1): Worker {
  return aWorker({ status: 'running', service: 'available', instanceId: `i-${number}`, ...fields }, number);
}

export function aStoppedWorker(fields: Partial<Worker> = {}, number = 1): Worker {
  return aWorker({ status: 'stopped', desired: 'stopped', instanceId: `i-${number}`, ...fields }, number);
}

export function aReservation(number = 1, fields: Partial<Reservation> = {}): Reservation {
  return {
    id: ReservationId.parse(`res_${number}`),
    sessionId: SessionId.parse(`ses_${number}`),
    from: testNow,
    until: instant(testNow + hour),
    amounts: anAmount,
    ports: {},
    confirmBy: instant(testNow + minute),
    confirmed: true,
    ...fields,
  };
}

export function holding(...reservations: readonly Reservation[]): Pick<Worker, 'reservations'> {
  return { reservations: Object.fromEntries(reservations.map((reservation) => [reservation.id, reservation])) };
}

export function snapshotRequested(number = 1): Extract<SnapshotEvent, { type: 'SnapshotRequested' }> {
  const { id, name, template, spec } = workerCreated();
  return {
    type: 'SnapshotRequested',
    id: SnapshotId.parse(`snp_${number}`),
    worker: { id, name, launch: 1, instanceId: 'i-1', running: true, template, spec },
    description: '',
    origin: 'by-hand',
    reason: 'asked for',
    by: 'ana',
    at: testNow,
  };
}

/** As just asked for, but for what is said. */
export function aSnapshot(fields: Partial<Snapshot> = {}, number = 1): Snapshot {
  return { ...evolveSnapshot(undefined, snapshotRequested(number)), ...fields };
}

export function aTemplate(fields: Partial<Template> = {}): Template {
  const template = { name: 'metal', description: 'metal', enabled: true, spec: aSpec };
  return { ...template, bootMinutes: 25, updatedAt: testNow, ...fields };
}

export const aDefinitionContent: DefinitionContent = {
  slug: 'vlans',
  version: '1.0.0',
  title: 'VLANs',
  summary: 'Two switches',
  formQualifiedName: 'Exam LAB 1.0',
  packageHash: 'a'.repeat(64),
  topologyKey: 'e'.repeat(64),
  needs: anAmount,
  nodeCount: 4,
  nodeDefinitions: ['iol-xe'],
  ports: [{ name: 'PC1_serial', label: 'PC1', protocol: 'serial' }],
  bootSeconds: 120,
  durationMinutes: 60,
  maxDurationMinutes: 90,
};

type Booked = Extract<SessionEvent, { type: 'SessionBooked' }>;

export function sessionBooked(number = 1, fields: Partial<Booked> = {}): Booked {
  const { title, version, needs, ports, bootSeconds } = aDefinitionContent;
  return {
    type: 'SessionBooked',
    id: SessionId.parse(`ses_${number}`),
    name: `session ${number}`,
    definition: { id: DefinitionId.parse('def_1'), title, version, needs, ports, bootSeconds },
    ownerId: 'uma',
    by: 'uma',
    wanted: { durationMinutes: 60 },
    at: testNow,
    ...fields,
  };
}

export function aSession(fields: Partial<Session> = {}, number = 1): Session {
  return { ...evolveSession(undefined, sessionBooked(number)), ...fields };
}
