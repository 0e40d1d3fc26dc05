import { DefinitionId } from '@lcm/core/domain/definition';
import { SessionId } from '@lcm/core/domain/session';
import { ReservationId, WorkerId } from '@lcm/core/domain/worker';
import type { Session, Verdict, Worker } from '../lib/views.ts';
import { costHistory } from './fixture-cost.ts';
import { operated } from './fixture-fleet.ts';
import { gradings, ungraded } from './fixture-gradings.ts';
import { hostDetails } from './fixture-host.ts';
import { foundInstances } from './fixture-instances.ts';
import { fixtureLabs } from './fixture-labs.ts';
import { aLicense, aRegistration } from './fixture-license.ts';
import { fixtureNotices } from './fixture-notices.ts';
import { operatedSessions } from './fixture-sessions.ts';
import { fixtureSnapshots } from './fixture-snapshots.ts';
import { sessionsInEveryState } from './fixture-states.ts';
import { pausedDelivery, prepared, step, wasReset } from './fixture-steps.ts';
import { fixtureTasks } from './fixture-tasks.ts';
import { aWarmLab } from './fixture-warm.ts';
import { extended, laterReservation, laterSession } from './fixture-wishes.ts';
import { aDefinition, aReservation, aSession, aTemplate, aWorker, small } from './fixtures.ts';

type At = (minutes: number) => string;

/** From the minute that it is: people book whole ones. */
function atFrom(now: number): At {
  const start = Math.floor(now / 60_000) * 60_000;
  return (minutes) => new Date(start + minutes * 60_000).toISOString();
}

/** A small fleet on a busy day, with one of everything that a screen must be able to show. */
export function busyFleet(now: number) {
  const at = atFrom(now);
  return {
    workers: workers(at),
    sessions: sessions(at),
    instances: foundInstances(at),
    tasks: fixtureTasks(at),
    snapshots: fixtureSnapshots(at),
    notices: fixtureNotices(at),
    labs: [...fixtureLabs(at), aWarmLab({ statusSince: at(-12), recordedAt: at(-13), lastSeenAt: at(-12) })],
    definitions: [
      aDefinition(),
      aDefinition({
        id: DefinitionId.parse('def_2'),
        title: 'DHCP from scratch',
        slug: 'dhcp',
        version: '2.0',
        nodeCount: 3,
      }),
      aDefinition({
        id: DefinitionId.parse('def_3'),
        title: 'Discovery with CDP and LLDP',
        slug: 'discovery',
        nodeCount: 12,
      }),
      aDefinition({
        id: DefinitionId.parse('def_4'),
        version: '1.1',
        status: 'inactive',
        reason: 'replaced',
        createdAt: at(-9000),
      }),
    ],
    templates: [
      aTemplate({ monthlyBudgetUsd: 500 }),
      aTemplate({
        name: 'small',
        description: 'A small host for labs of a few nodes',
        bootMinutes: 6,
        enabled: false,
        spec: {
          ...aWorker().spec,
          instanceType: 'm5zn.xlarge',
          hourlyCostUsd: 0.33,
          capacity: { ...small, nodes: 20 },
        },
      }),
    ],
  };
}

function savings(at: At): NonNullable<Worker['savings']> {
  const [day, month] = [at(-60).slice(0, 10), at(-60).slice(0, 7)];
  const reason = 'nobody has used it for 60 min, no lab runs on it and nothing is booked';
  return {
    since: at(-3000),
    stops: 2,
    starts: 1,
    total: { ms: 36_000_000, usd: 39.6 },
    day: { ms: 7_200_000, usd: 7.92, of: day },
    month: { ms: 36_000_000, usd: 39.6, of: month },
    recent: [{ decidedAt: at(-181), by: 'resource-scheduler', reason, from: at(-180), until: at(-60) }],
  };
}

function restingWorker(at: At): Worker {
  return aWorker({
    id: WorkerId.parse('wkr_4'),
    name: 'small-1',
    template: 'small',
    status: 'stopped',
    statusSince: at(-200),
    reason: 'EC2 reports it as stopped',
    desired: 'stopped',
    desiredReason: 'nobody has used it for 60 min',
    service: 'unavailable',
  });
}

function workers(at: At): readonly Worker[] {
  return [
    aWorker({
      ...hostDetails(at),
      ...operated(at),
      license: aLicense(at),
      activity: { labs: 3, running: 1, byHand: 0, lastAt: at(-48) },
      savings: savings(at),
      ...costHistory(at),
      reservations: {
        res_1: aReservation({ from: at(-50), until: at(70) }),
        res_2: aReservation({
          id: ReservationId.parse('res_2'),
          sessionId: SessionId.parse('ses_2'),
          from: at(20),
          until: at(120),
          amounts: { ...small, cpuCores: 24, nodes: 20 },
          ports: { R1_serial: 9002 },
          confirmed: false,
        }),
        res_5: laterReservation(at),
      },
    }),
    aWorker({
      id: WorkerId.parse('wkr_2'),
      name: 'metal-2',
      status: 'starting',
      statusSince: at(-3),
      reason: 'EC2 is starting it',
      service: 'unavailable',
      license: aRegistration(at),
    }),
    aWorker({
      id: WorkerId.parse('wkr_3'),
      name: 'metal-3',
      status: 'failed',
      statusSince: at(-15),
      reason: 'InsufficientInstanceCapacity: no m5zn.metal in us-east-1a at the moment',
      failures: 3,
      launch: 3,
      service: 'unavailable',
      license: { status: 'unregistered' },
    }),
    restingWorker(at),
  ];
}

const verdict = (at: At): Verdict => ({
  decidedAt: at(-30),
  placed: true,
  summary: `metal-1 has room from ${clockOf(at(-20))} and is already running`,
  workers: [
    { workerId: WorkerId.parse('wkr_1'), name: 'metal-1', fits: true, short: {}, obstacles: [], earliestStart: at(10) },
    {
      workerId: WorkerId.parse('wkr_2'),
      name: 'metal-2',
      fits: false,
      short: {},
      obstacles: ['needs 12 min to start'],
      earliestStart: at(12),
    },
    {
      workerId: WorkerId.parse('wkr_4'),
      name: 'small-1',
      fits: false,
      short: { cpuCores: 4, memoryMiB: 8192 },
      obstacles: [],
    },
  ],
  wouldHelp: [],
});

/** As the scheduler writes an instant into its words. */
function clockOf(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

export function refusal(now: number): Verdict {
  const at = atFrom(now);
  return {
    ...verdict(at),
    placed: false,
    summary: `not possible at ${clockOf(at(10))}; the earliest start is ${clockOf(at(25))}`,
    workers: verdict(at).workers.map((worker) => ({ ...worker, fits: false, short: { cpuCores: 4 } })),
    earliestStart: at(25),
    wouldHelp: ['4 cores more on metal-1', 'a template with at least 8 cores, 16 GiB memory, 6 licensed nodes'],
  };
}

function placement(at: At): NonNullable<Session['placement']> {
  return {
    workerId: WorkerId.parse('wkr_1'),
    workerName: 'metal-1',
    reservationId: ReservationId.parse('res_1'),
    from: at(-50),
    until: at(70),
    ports: { R1_serial: 9000, PC1_vnc: 9001 },
    why: 'it runs already and is filled best',
  };
}

function endedSession(at: At): Session {
  return aSession({
    placement: placement(at),
    verdict: verdict(at),
    id: SessionId.parse('ses_4'),
    name: 'Monday morning',
    status: 'archived',
    statusSince: at(-200),
    timeslot: { start: at(-300), end: at(-240) },
    startedAt: at(-298),
    endedAt: at(-240),
    reason: 'cleaned up',
    outcome: { result: 'completed', reason: 'its time was over; collected and graded' },
    evidenceKey: 'evidence',
    score: { points: 14, maxPoints: 20, percent: 70, cutScore: 65, result: 'pass', reportKey: 'report' },
    gradings: gradings(at),
    feedback: { rating: 4, comment: 'The console of R2 was slow at first.', at: at(-60) },
    review: { state: 'submitted', by: 'mia', at: at(-20) },
    progress: {
      instantiate: prepared(at),
      collect: {
        extract_configurations: step(at, 'done', [-240, -239]),
        ask_nodes: step(at, 'done', [-239, -239]),
        package_evidence: step(at, 'done', [-239, -238.9]),
      },
      grade: { evaluate: step(at, 'done', [-238.9, -238.8]) },
      teardown: {
        release_delivery: step(at, 'done', [-238, -237.9]),
        stop_lab: step(at, 'done', [-238, -237]),
        wipe_lab: step(at, 'done', [-237, -236.9]),
        delete_lab: step(at, 'done', [-236.9, -236.8]),
      },
    },
  });
}

function sessions(at: At): readonly Session[] {
  const placed = { placement: placement(at), verdict: verdict(at) };
  const timeslot = { start: at(-40), end: at(20) };
  return [
    extended(
      aSession({
        ...placed,
        timeslot,
        status: 'running',
        ...pausedDelivery(at),
        progress: { instantiate: prepared(at), reset: wasReset(at) },
      }),
      at,
    ),
    laterSession(at, placement(at)),
    aSession({
      ...placed,
      id: SessionId.parse('ses_2'),
      name: 'Dry run for Tuesday',
      status: 'instantiating',
      statusSince: at(-4),
      timeslot: { start: at(6), end: at(66) },
      lab: { id: '7d20', title: 'Dry run ses_2', launch: 1 },
      progress: {
        instantiate: {
          await_worker: step(at, 'done', [-4, -3.5]),
          import_lab: step(at, 'done', [-3.5, -3]),
          assign_ports: step(at, 'done', [-3, -2.9]),
          load_configurations: step(at, 'done', [-3, -2.9]),
          start_lab: step(at, 'running', [-2.9]),
          provision_delivery: step(at, 'failed', [-3, -1]),
        },
      },
    }),
    aSession({
      id: SessionId.parse('ses_3'),
      name: 'Cohort 7, seat 3',
      ownerId: 'someone',
      verdict: refusal(Date.parse(at(0))),
    }),
    endedSession(at),
    ...operatedSessions(at, { where: placement(at), refusal: refusal(Date.parse(at(0))) }),
    aSession({ ...placed, ...ungraded(at) }),
    ...sessionsInEveryState(at, placement(at)),
  ];
}
