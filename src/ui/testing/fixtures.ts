import { DefinitionId } from '@lcm/core/domain/definition';
import { SessionId } from '@lcm/core/domain/session';
import { TaskId } from '@lcm/core/domain/task';
import { ReservationId, WorkerId } from '@lcm/core/domain/worker';
import type { Amounts, Commit, Definition, Me, Session, Task, Template, Worker } from '../lib/views.ts';

/** Noon of a quiet day: what all fixtures are relative to. */
export const noon = Date.parse('2026-11-21T12:00:00.000Z');

export function minutes(amount: number, from: number = noon): string {
  return new Date(from + amount * 60_000).toISOString();
}

export const small: Amounts = { cpuCores: 8, memoryMiB: 16_384, storageGiB: 40, nodes: 6 };

export function aWorker(changes: Partial<Worker> = {}): Worker {
  return {
    id: WorkerId.parse('wkr_1'),
    version: 7,
    name: 'metal-1',
    template: 'metal',
    spec: {
      region: 'us-east-1',
      instanceType: 'm5zn.metal',
      imageName: 'cml-2.9-*',
      volumeGiB: 500,
      capacity: { cpuCores: 48, memoryMiB: 196_608, storageGiB: 450, nodes: 40 },
      portRange: { first: 9000, last: 9099 },
      hourlyCostUsd: 3.96,
      unlicensedNodes: 5,
      registersLicense: true,
    },
    origin: 'created',
    status: 'running',
    statusSince: minutes(-42),
    reason: 'EC2 reports it as running',
    desired: 'running',
    desiredReason: 'created by Ada',
    launch: 1,
    failures: 0,
    instanceId: 'i-0123456789abcdef0',
    publicIp: '203.0.113.7',
    privateIp: '10.0.0.7',
    checks: { system: 'ok', instance: 'ok' },
    service: 'available',
    endpoint: 'https://203.0.113.7',
    cmlVersion: '2.9.0',
    license: { status: 'registered', product: 'CML Enterprise', nodeLimit: 40 },
    reservations: {},
    idleSince: minutes(-42),
    createdAt: minutes(-60),
    createdBy: 'ada',
    ...changes,
  };
}

export function aReservation(changes: Partial<Worker['reservations'][string]> = {}): Worker['reservations'][string] {
  return {
    id: ReservationId.parse('res_1'),
    sessionId: SessionId.parse('ses_1'),
    from: minutes(-10),
    until: minutes(80),
    amounts: small,
    ports: { R1_serial: 9000, PC1_vnc: 9001 },
    confirmBy: minutes(-9),
    confirmed: true,
    ...changes,
  };
}

export function aDefinition(changes: Partial<Definition> = {}): Definition {
  return {
    id: DefinitionId.parse('def_1'),
    slug: 'two-site-ospf',
    version: '1.2',
    revision: 2,
    title: 'Two sites over OSPF',
    summary: 'Bring up OSPF between two sites, make the branch reach the server, and prove it with a trace.',
    formQualifiedName: 'ccna/two-site-ospf/1.2',
    packageHash: 'a'.repeat(64),
    topologyKey: 'topology',
    rulesKey: 'rules',
    needs: small,
    nodeCount: 7,
    nodeDefinitions: ['iosv', 'iosvl2', 'alpine'],
    ports: [
      { name: 'R1_serial', label: 'R1', protocol: 'serial' },
      { name: 'PC1_vnc', label: 'PC1', protocol: 'vnc' },
    ],
    bootSeconds: 240,
    durationMinutes: 60,
    maxDurationMinutes: 120,
    status: 'active',
    reason: 'published',
    createdAt: minutes(-5000),
    createdBy: 'content',
    ...changes,
  };
}

export function aSession(changes: Partial<Session> = {}): Session {
  const definition = aDefinition();
  return {
    id: SessionId.parse('ses_1'),
    version: 5,
    name: 'Two sites over OSPF for user',
    definition: {
      id: definition.id,
      title: definition.title,
      version: definition.version,
      needs: definition.needs,
      ports: definition.ports,
      bootSeconds: definition.bootSeconds,
    },
    ownerId: 'user',
    bookedBy: 'ada',
    bookedAt: minutes(-30),
    wanted: { durationMinutes: 60 },
    status: 'pending',
    statusSince: minutes(-30),
    reason: 'booked',
    refusedReservations: [],
    progress: {},
    ...changes,
  };
}

export function aTemplate(changes: Partial<Template> = {}): Template {
  return {
    name: 'metal',
    version: 1,
    description: 'A whole metal host for large labs',
    enabled: true,
    spec: aWorker().spec,
    bootMinutes: 12,
    updatedAt: minutes(-9000),
    ...changes,
  };
}

export function aTask(changes: Partial<Task> = {}): Task {
  return {
    id: TaskId.parse('tsk_1'),
    version: 1,
    title: 'The licence of metal-1',
    description: 'CML says that its licence is expired.',
    priority: 'high',
    status: 'open',
    statusSince: minutes(-90),
    reason: 'raised by the system',
    department: 'operations',
    subject: { kind: 'worker', id: 'wkr_1', name: 'metal-1' },
    cause: { cause: 'worker.licence', occurrence: 1 },
    comments: [],
    createdAt: minutes(-90),
    createdBy: 'Lablet Cloud Manager',
    updatedAt: minutes(-90),
    updatedBy: 'Lablet Cloud Manager',
    ...changes,
  };
}

export function aCommit(version: number, events: Commit['events'], at: string = minutes(version)): Commit {
  return {
    position: version,
    stream: 'worker/wkr_1',
    version,
    at,
    by: { id: 'ada', name: 'Ada', roles: ['admin'] },
    operation: 'ReportWorker',
    correlationId: `correlation-${version}`,
    events,
  };
}

export const admin: Me = {
  id: 'ada',
  name: 'Ada Admin',
  roles: ['admin'],
  permissions: [],
  csrfToken: 'csrf',
  expiresAt: minutes(480),
};

export const user: Me = { ...admin, id: 'user', name: 'Uma User', roles: ['user'] };

export const author: Me = { ...admin, id: 'author', name: 'Ari Author', roles: ['lab-author'] };
