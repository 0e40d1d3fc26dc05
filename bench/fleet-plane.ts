import { sessions, workers } from '@lcm/control-plane-api/application/aggregates';
import type { OpenControlPlane } from '@lcm/control-plane-api/compose';
import { DefinitionId } from '@lcm/core/domain/definition';
import { pipelines, type SessionEvent, SessionId } from '@lcm/core/domain/session';
import { type Reservation, ReservationId, type WorkerEvent, WorkerId } from '@lcm/core/domain/worker';
import { type Clock, type Instant, instant, ok, type Random } from '@lcm/core/kernel';
import type { StateStore } from '@lcm/core/ports/state-store';
import { needs, workerCreated } from './a-fleet.ts';
import { type BenchPlane, openBenchPlane } from './bench-plane.ts';
import { type FleetHost, hostOf, labsPerHost, sessionIdOf } from './fleet-cloud.ts';

export const fleetSize = 1_000;
export const liveSessions = fleetSize * labsPerHost;

const region = 'us-east-1';
const sessionMs = 8 * 3_600_000;
const atOnce = 64;
const caller = { actor: { id: 'bench', name: 'Bench', roles: ['admin'] as const }, correlationId: 'bench' };
const options = { operation: 'Bench', caller };

export interface FleetPlane extends BenchPlane {
  readonly hosts: readonly FleetHost[];
}

/** A control plane whose fleet is up and full: every worker runs, every session is at work on one. */
export async function openFleet(on: { store: StateStore; clock: Clock; random: Random }): Promise<FleetPlane> {
  const { plane, coordination } = await openBenchPlane(on);
  const hosts = Array.from({ length: fleetSize }, (_, number) => hostOf(number, region));
  for (let from = 0; from < fleetSize; from += atOnce) {
    await Promise.all(hosts.slice(from, from + atOnce).map(async (host, index) => occupy(plane, host, from + index)));
  }
  return { plane, coordination, hosts };
}

async function occupy({ state: { streams }, deps: { clock } }: OpenControlPlane, host: FleetHost, number: number) {
  const worker = { aggregate: workers, id: WorkerId.parse(host.workerId) };
  const reservations = Array.from({ length: labsPerHost }, (_, index) => reservationOf(host, index, clock.now()));
  await streams.change(worker, options, (_, at) =>
    ok([workerCreated(number, at), ...isUp(host, at), { type: 'WorkerReserved', reservations, at }]),
  );
  for (const reservation of reservations) {
    const session = { aggregate: sessions, id: reservation.sessionId };
    await streams.change(session, options, (_, at) => ok(atWork(host, reservation, at)));
  }
}

function isUp({ instanceId, address }: FleetHost, at: Instant): readonly WorkerEvent[] {
  const endpoint = `https://${address}`;
  return [
    { type: 'WorkerInstanceAssigned', launch: 1, instanceId, at },
    { type: 'WorkerStatusChanged', to: 'provisioning', reason: 'it is launched', at },
    { type: 'WorkerAddressChanged', publicIp: address, privateIp: address, at },
    { type: 'WorkerChecksChanged', system: 'ok', instance: 'ok', at },
    { type: 'WorkerStatusChanged', to: 'running', reason: 'it is up', at },
    { type: 'WorkerServiceStatusChanged', to: 'available', endpoint, cmlVersion: '2.9.1', at },
    { type: 'WorkerLicenseChanged', license: { status: 'registered', product: 'CML', nodeLimit: 320 }, at },
    {
      type: 'WorkerActivityChanged',
      activity: { labs: labsPerHost, running: labsPerHost, byHand: 0, lastAt: instant(0) },
      at,
    },
  ];
}

function reservationOf({ workerId }: FleetHost, index: number, at: Instant): Reservation {
  const sessionId = SessionId.parse(sessionIdOf(workerId, index));
  const port = 2000 + index * 2;
  return {
    id: ReservationId.parse(sessionId.replace('ses', 'res')),
    sessionId,
    from: at,
    until: instant(at + sessionMs),
    amounts: needs,
    ports: { one: port, two: port + 1 },
    confirmBy: at,
    confirmed: true,
  };
}

function atWork({ workerId }: FleetHost, reservation: Reservation, at: Instant): readonly SessionEvent[] {
  const { id: reservationId, sessionId, from, until, ports } = reservation;
  const verdict = { decidedAt: at, placed: true, summary: 'it fits', workers: [], wouldHelp: [] };
  const placement = {
    workerId: WorkerId.parse(workerId),
    workerName: workerId,
    reservationId,
    from,
    until,
    ports,
    why: 'it fits',
  };
  const title = `lab of ${sessionId}`;
  const definition = {
    id: DefinitionId.parse('def_1'),
    title: 'A lab of ten nodes',
    version: '1.0.0',
    needs,
    ports: Object.keys(ports).map((name) => ({ name, label: name, protocol: 'serial' })),
    bootSeconds: 120,
  };
  return [
    {
      type: 'SessionBooked',
      id: sessionId,
      name: title,
      definition,
      ownerId: sessionId,
      by: sessionId,
      wanted: { durationMinutes: 480 },
      at,
    },
    { type: 'SessionScheduled', timeslot: { start: from, end: until }, placement, verdict, at },
    { type: 'SessionInstantiationStarted', at },
    ...broughtUp(title, at),
    { type: 'SessionReady', at },
    { type: 'SessionStarted', at },
  ];
}

function broughtUp(title: string, at: Instant): readonly SessionEvent[] {
  const pipeline = 'instantiate';
  return Object.keys(pipelines[pipeline]).flatMap((step): readonly SessionEvent[] => [
    { type: 'SessionStepStarted', pipeline, step, message: 'begun', at },
    {
      type: 'SessionStepDone',
      pipeline,
      step,
      message: 'done',
      output: step === 'import_lab' ? { lab: { id: title, title } } : {},
      at,
    },
  ]);
}
