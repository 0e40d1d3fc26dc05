import { CohortId, SessionId } from '@lcm/core/domain/session';
import { ReservationId, WorkerId } from '@lcm/core/domain/worker';
import type { CohortItem, Commit, Session, SessionCost, SessionNodes, Verdict } from '../lib/views.ts';
import { prepared, step } from './fixture-steps.ts';
import { aCommit, aSession } from './fixtures.ts';

type At = (minutes: number) => string;

const cohort = { id: CohortId.parse('coh_1'), name: 'CCNA evening class', size: 4 } as const;

function seat(number: number, at: At, changes: Partial<Session>): Session {
  return aSession({
    id: SessionId.parse(`ses_2${number}`),
    name: `CCNA evening class, seat ${number}`,
    cohort: { ...cohort, mode: 'as-many-as-possible' },
    ownerId: number === 2 ? 'uma' : 'ada',
    bookedBy: 'ada',
    bookedAt: at(-25),
    statusSince: at(-25),
    wanted: { durationMinutes: 60, start: at(180) },
    ...changes,
  });
}

/** Two seats of a cohort with a place, of which one is handed out, and two that wait. */
function seats(at: At, where: NonNullable<Session['placement']>, refusal: Verdict): readonly Session[] {
  const verdict: Verdict = { ...refusal, decidedAt: at(-24), earliestStart: at(245) };
  const placed = (number: number): Partial<Session> => ({
    status: 'scheduled',
    timeslot: { start: at(180), end: at(240) },
    placement: { ...where, reservationId: ReservationId.parse(`res_2${number}`), from: at(165), until: at(255) },
  });
  return [
    seat(1, at, placed(1)),
    seat(2, at, placed(2)),
    seat(3, at, { verdict }),
    seat(4, at, { verdict: { ...verdict, workers: [] } }),
  ];
}

/** That of the evening, and one of last week. */
export function cohortItems(at: At): readonly CohortItem[] {
  const { id: definitionId, title, version } = aSession().definition;
  const definition = { id: definitionId, title, version };
  const evening = { waiting: 2, placed: 2, ended: 0, missing: 0, free: 3, concerned: 3 };
  const over = { waiting: 0, placed: 0, ended: 12, missing: 0, free: 0, concerned: 1 };
  const booked = { definition, bookedBy: 'ada' } as const;
  const [tonight, lastWeek] = [
    { start: at(180), bookedAt: at(-25) },
    { start: at(-9000), bookedAt: at(-20_000) },
  ];
  const name = 'CCNP resit';
  return [
    { ...cohort, mode: 'as-many-as-possible', ...booked, ...tonight, ...evening },
    { id: CohortId.parse('coh_2'), name, size: 12, mode: 'all-or-nothing', ...booked, ...lastWeek, ...over },
  ];
}

/** Its host was lost: its lab is being brought up on another one, with what was kept of it. */
function withoutHost(at: At, where: NonNullable<Session['placement']>): Session {
  const moved = { ...where, workerId: WorkerId.parse('wkr_2'), workerName: 'metal-2', why: 'it is up first' };
  return aSession({
    id: SessionId.parse('ses_6'),
    name: 'Routing exam, desk 4',
    status: 'running',
    statusSince: at(-35),
    reason: 'EC2 has ended its host',
    timeslot: { start: at(-36), end: at(32) },
    startedAt: at(-35),
    placement: { ...moved, reservationId: ReservationId.parse('res_6'), from: at(-5), until: at(50) },
    lab: { id: 'b1c2', title: 'Routing exam ses_6', launch: 2 },
    saved: { key: 'saved', at: at(-9) },
    suspensions: [{ from: at(-6), reason: 'EC2 has ended its host', cause: 'worker-lost' }],
    wishAnswer: { kind: 'replace', granted: true, summary: 'it is up first; 8 min are added at its end', at: at(-5) },
    progress: {
      instantiate: prepared(at),
      restore: {
        await_worker: step(at, 'done', [-5, -4]),
        import_lab: step(at, 'done', [-4, -3.5]),
        assign_ports: step(at, 'done', [-3.5, -3.4]),
        load_configurations: step(at, 'done', [-3.5, -3.2]),
        start_lab: step(at, 'running', [-3.2]),
      },
    },
  });
}

/** What people who look after sessions have to be able to tell apart. */
export function operatedSessions(
  at: At,
  { where, refusal }: { readonly where: NonNullable<Session['placement']>; readonly refusal: Verdict },
): readonly Session[] {
  const urgent = aSession({
    id: SessionId.parse('ses_7'),
    name: 'Resit of the routing exam',
    ownerId: 'otto',
    priority: 'high',
    bookedAt: at(-8),
    statusSince: at(-8),
    wanted: { durationMinutes: 90, start: at(40) },
    verdict: { ...refusal, decidedAt: at(-7), earliestStart: at(70) },
  });
  return [withoutHost(at, where), urgent, ...seats(at, where, refusal)];
}

export function sessionNodes(now: number): SessionNodes {
  const up = ['R1', 'R2', 'SW1', 'SW2', 'PC1'].map((label) => ({ label, state: 'BOOTED' }));
  const nodes = [...up, { label: 'PC2', state: 'STARTED' }, { label: 'Server', state: 'QUEUED' }];
  return { sessionId: SessionId.parse('ses_1'), at: new Date(now - 2_000).toISOString(), nodes };
}

export function sessionCost(now: number): SessionCost {
  const at = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();
  const share = { hourlyCostUsd: 3.96, share: 0.1667, of: 'cpuCores' } as const;
  const [one, two] = [WorkerId.parse('wkr_1'), WorkerId.parse('wkr_2')];
  return {
    sessionId: SessionId.parse('ses_1'),
    stays: [
      { workerId: two, workerName: 'metal-2', from: at(-50), until: at(-44), ...share, soFarUsd: 0.07, totalUsd: 0.07 },
      { workerId: one, workerName: 'metal-1', from: at(-44), until: at(70), ...share, soFarUsd: 0.48, totalUsd: 1.25 },
    ],
    soFarUsd: 0.55,
    totalUsd: 1.32,
    basis: 'Estimate: its largest share of what its worker has of anything, by the list price of the worker.',
  };
}

/** A session that was moved before it began, as its history tells it. */
export function sessionCommits(now: number): readonly Commit[] {
  const at = (minutes: number): number => now + minutes * 60_000;
  const where = (workerName: string, why: string) => ({
    timeslot: { start: at(-40) },
    placement: { workerName, why },
  });
  const of = { pipeline: 'instantiate' };
  const told: readonly (readonly [number, ...Commit['events']])[] = [
    [-90, { type: 'SessionBooked', ownerId: 'user', wanted: { durationMinutes: 60, start: at(-40) } }],
    [-89, { type: 'SessionScheduled', ...where('metal-2', 'it is filled best') }],
    [-70, { type: 'SessionMoved', unasked: true, ...where('metal-1', 'metal-2 can be stopped then') }],
    [-50, { type: 'SessionInstantiationStarted' }],
    [-48, { type: 'SessionStepDone', ...of, step: 'import_lab', message: 'imported as 5f3a' }],
    [-46, { type: 'SessionStepFailed', ...of, step: 'start_lab', message: 'CML answered 503', final: false }],
    [-43, { type: 'SessionStepDone', ...of, step: 'start_lab', message: 'every node is up' }],
    [-42, { type: 'SessionReady' }],
    [-39, { type: 'SessionStarted' }],
    [-10, { type: 'SessionDeliveryOrdered', order: 'pause', reason: 'a fire drill' }],
  ];
  return told.map(([minutes, ...events], index) => ({
    ...aCommit(index + 1, events, new Date(at(minutes)).toISOString()),
    operation: 'ReportSession',
    stream: 'session/ses_1',
  }));
}
