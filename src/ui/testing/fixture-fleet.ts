import { SessionId } from '@lcm/core/domain/session';
import { MaintenanceId, ReservationId, WorkerId } from '@lcm/core/domain/worker';
import type { FleetCapacityReport, Outlook, Session, Worker } from '../lib/views.ts';
import { aReservation, aSession, aWorker, small } from './fixtures.ts';

type At = (minutes: number) => string;

const day = 24 * 60;
const none = { cpuCores: 0, memoryMiB: 0, storageGiB: 0, nodes: 0 };

function outlook(id: string, changes: Partial<Outlook> = {}): Outlook {
  const use = { idle: false, because: [{ why: 'sessions', words: '1 session on it now' }], idleTimeoutMinutes: 60 };
  return { workerId: WorkerId.parse(id), use, hours: [], measured: {}, ...changes };
}

/** What the busy fleet will do next. */
export function outlooks(at: At): readonly Outlook[] {
  const figure = (value: number) => ({ value, source: 'cml' as const, at: at(-1) });
  return [
    outlook('wkr_1', {
      measured: { cpuPercent: figure(34), memoryPercent: figure(61) },
      next: { at: at(180), to: 'stopped', cause: 'idle', reason: 'nobody uses it by then, if that stays so' },
      hours: Array.from({ length: 6 }, (_, index) => ({ from: at(index * day - 120), until: at(index * day + 480) })),
    }),
    outlook('wkr_2'),
    outlook('wkr_3'),
    outlook('wkr_4', {
      next: { at: at(700), to: 'running', cause: 'timetable', reason: `its timetable: up until ${at(1300)}` },
    }),
  ];
}

/** Hours and maintenance, as an operator may have set them. */
export function operated(at: At): Partial<Worker> {
  return {
    timetable: {
      zone: 'Europe/Zurich',
      hours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', until: '18:00' }],
    },
    maintenance: [
      {
        id: MaintenanceId.parse('mnt_1'),
        from: at(2 * day),
        until: at(2 * day + 240),
        keepsUp: true,
        reason: 'CML 2.10',
        by: 'Ada Admin',
      },
    ],
  };
}

/** As many as a large customer has, for looking at long lists. */
export function manyWorkers(count: number, at: At): readonly Worker[] {
  const statuses = ['running', 'stopped', 'starting', 'failed', 'draining'] as const;
  return Array.from({ length: count }, (_, index) =>
    aWorker({
      id: WorkerId.parse(`wkr_m${index}`),
      name: `fleet-${index + 1}`,
      status: statuses[index % statuses.length] ?? 'running',
      statusSince: at(-index),
      reservations: Object.fromEntries(
        Array.from({ length: index % 10 }, (__, slot) => [
          `res_${slot}`,
          aReservation({
            id: ReservationId.parse(`res_${slot}`),
            sessionId: SessionId.parse(`ses_m${index}x${slot}`),
            from: at(-60 + slot * 75),
            until: at(60 + slot * 75 + index),
          }),
        ]),
      ),
    }),
  );
}

/** The sessions that hold them. */
export function manySessions(workers: readonly Worker[]): readonly Session[] {
  return workers.flatMap(({ id, name, reservations }) =>
    Object.values(reservations).map(({ sessionId, from, until, id: reservationId, ports }) =>
      aSession({
        id: sessionId,
        name: `Seat ${sessionId.slice(5)}`,
        status: 'scheduled',
        timeslot: { start: from, end: until },
        placement: { workerId: id, workerName: name, reservationId, from, until, ports, why: 'it fits' },
      }),
    ),
  );
}

export function fleetCapacityReport(at: At): FleetCapacityReport {
  const figures = {
    workers: 3,
    byStatus: { running: 1, starting: 1, failed: 1 },
    declared: { cpuCores: 144, memoryMiB: 589_824, storageGiB: 1350, nodes: 120 },
    running: { cpuCores: 48, memoryMiB: 196_608, storageGiB: 450, nodes: 40 },
    reserved: small,
    peakDay: { ...small, cpuCores: 32, nodes: 26 },
    peakWeek: { ...small, cpuCores: 64, nodes: 52 },
    measured: { workers: 1, cpuPercent: 34, memoryPercent: 61 },
    hourlyCostUsd: 3.96,
  };
  const stopped = {
    ...figures,
    workers: 1,
    byStatus: { stopped: 1 },
    declared: small,
    running: none,
    reserved: none,
    peakDay: none,
    peakWeek: none,
  };
  return {
    at: at(0),
    groups: [
      { region: 'us-east-1', template: 'metal', ...figures },
      { region: 'us-east-1', template: 'small', ...stopped, measured: { workers: 0 }, hourlyCostUsd: 0 },
    ],
    total: figures,
    regions: [{ region: 'us-east-1', workers: 4, ceiling: 10, left: 6 }],
    budgets: [{ template: 'metal', monthlyBudgetUsd: 500, spentUsd: 368, bookedUsd: 60, leftUsd: 72 }],
    planned: outlooks(at).flatMap(({ next, workerId }) =>
      next === undefined
        ? []
        : [{ ...next, workerId, name: workerId === 'wkr_1' ? 'metal-1' : 'small-1', region: 'us-east-1' }],
    ),
    slots: Array.from({ length: 7 * 24 }, (_, index) => ({
      from: at(index * 60),
      until: at(index * 60 + 60),
      peak: {
        ...small,
        cpuCores: index % 24 < 10 ? 8 + (index % 7) * 12 : 0,
        nodes: index % 24 < 10 ? 6 + (index % 5) * 9 : 0,
      },
    })),
  };
}
