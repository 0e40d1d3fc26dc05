import { describe, expect, test } from 'vitest';
import { type Instant, instant } from '../../kernel/index.ts';
import { DefinitionId, evolveDefinition } from '../definition/index.ts';
import { evolveInboxItem } from '../inbox/index.ts';
import { evolveLab, type LabRecord, type LabReport, reportLab } from '../lab/index.ts';
import { SessionId } from '../session/session-id.ts';
import {
  aDefinitionContent,
  aRunningWorker,
  aSession,
  testNow as at,
  aWorker,
  hour,
  minute,
} from '../testing/index.ts';
import { ofSession, seen, theLab } from '../testing/lab-reports.ts';
import { type Concern, concernsOf, holdsAt, defaultConcernLimits as limits, nextTurn, taskIdOf } from './index.ts';

const later = (ms: number): Instant => instant(at + ms);

function causes(concerns: readonly Concern[], when: Instant): readonly string[] {
  return concerns.filter((concern) => holdsAt(concern, when)).map(({ cause }) => cause);
}

describe('a worker needs a person', () => {
  const license = { status: 'registered' } as const;
  const lost = aWorker({ status: 'terminated', license: { status: 'unregistered', failure: 'not returned' } });
  const unheard = { status: 'unregistered', failure: 'return not confirmed: CML’s answer was not heard' } as const;
  const unconfirmed = aWorker({ status: 'terminated', license: unheard });
  const unknown = aWorker({ status: 'unknown', statusSince: at });
  const keeping = aWorker({ status: 'terminating', statusSince: at, license });
  const impaired = aRunningWorker({ checks: { system: 'ok', instance: 'impaired' } });
  const retiring = aRunningWorker({
    checks: { system: 'ok', instance: 'ok', events: [{ code: 'instance-retirement', description: 'degraded' }] },
  });
  const draining = aRunningWorker({ status: 'draining', statusSince: at });

  test.each([
    ['who looks why it cannot be launched', aWorker({ status: 'failed', failures: 5 }), 'worker.gave-up'],
    ['also while a booking makes it try again', aWorker({ status: 'provisioning', failures: 5 }), 'worker.gave-up'],
    ['for a licence that failed', aWorker({ license: { ...license, failure: 'no answer' } }), 'worker.licence'],
    ['for one that was lost with its host', lost, 'worker.licence'],
    ['for one that may be lost', unconfirmed, 'worker.licence'],
    ['for a licence that expired', aRunningWorker({ license: { status: 'expired' } }), 'worker.licence'],
    ['when EC2 calls its host impaired', impaired, 'worker.checks'],
    ['when AWS is to retire its host', retiring, 'worker.scheduled-event'],
    ['when CML on it fails', aRunningWorker({ service: 'error' }), 'worker.service'],
  ])('%s', (_why, worker, cause) => {
    expect(causes(concernsOf('worker', worker, limits), at)).toEqual([cause]);
  });

  test.each([
    { it: 'drains too long', worker: draining, ms: 4 * hour, cause: 'worker.drain' },
    { it: 'is not known to run or not', worker: unknown, ms: 5 * minute, cause: 'worker.unknown' },
    { it: 'keeps its licence', worker: keeping, ms: 30 * minute, cause: 'worker.licence-kept' },
  ])('when it $it, and not a moment before', ({ worker, ms, cause }) => {
    const concerns = concernsOf('worker', worker, limits);
    expect(causes(concerns, later(ms - 1))).toEqual([]);
    expect(causes(concerns, later(ms))).toEqual([cause]);
    expect(concerns.map((concern) => nextTurn(concern, at))).toEqual([later(ms)]);
  });

  test.each([
    ['its host is never seen to run', { status: 'provisioning' } as const],
    ['its host does not pass its checks', { status: 'starting' } as const],
    ['CML never answers on it', { status: 'running', service: 'unavailable' } as const],
    ['CML begins, and does not get ready', { status: 'draining', service: 'starting' } as const],
  ])('when somebody else launched it and %s', (_why, fields) => {
    const adopted = aWorker({ origin: 'imported', statusSince: at, ...fields });
    const concerns = concernsOf('worker', adopted, limits);
    expect(causes(concerns, later(30 * minute - 1))).toEqual([]);
    expect(causes(concerns, later(30 * minute))).toEqual(['worker.adopted-boot']);
    for (const other of [{ launch: 2 }, { desired: 'stopped' }, { status: 'running', service: 'available' }] as const) {
      expect(concernsOf('worker', { ...adopted, ...other }, limits).map(({ cause }) => cause)).not.toContain(
        'worker.adopted-boot',
      );
    }
  });

  test('from when CML went away, where it had answered on what somebody else launched', () => {
    const away = { status: 'running', service: 'starting', serviceSince: later(hour) } as const;
    const concerns = concernsOf('worker', aWorker({ origin: 'discovered', statusSince: at, ...away }), limits);
    expect(causes(concerns, later(hour))).toEqual([]);
    expect(causes(concerns, later(90 * minute))).toEqual(['worker.adopted-boot']);
  });

  test.each([
    { it: 'when its time is up', drain: { whenTimeIsUp: 'keep-waiting', endsAt: later(hour) } as const, ms: hour },
    {
      it: 'when nobody forces it though it was ordered',
      drain: { whenTimeIsUp: 'force', endsAt: later(hour) } as const,
      ms: 90 * minute,
    },
    {
      it: 'when what was forced does not end',
      drain: { whenTimeIsUp: 'keep-waiting', forced: { at: later(hour), reason: 'now' } } as const,
      ms: 90 * minute,
    },
  ])('for a drain $it', ({ drain, ms }) => {
    const concerns = concernsOf('worker', { ...draining, drain }, limits);
    expect(causes(concerns, later(ms - 1))).toEqual([]);
    expect(causes(concerns, later(ms))).toEqual(['worker.drain']);
  });

  test('before its licence ends, each time more urgently, until it is renewed', () => {
    const day = 24 * hour;
    const ends = (ms: number) => aRunningWorker({ license: { ...license, expiresAt: later(ms) } });
    const concerns = concernsOf('worker', ends(30 * day), limits);
    expect(causes(concerns, later(16 * day - 1))).toEqual([]);
    const told = [16, 23, 29, 30].map((days) => concerns.filter((concern) => holdsAt(concern, later(days * day))));
    expect(told.map((each) => each.map(({ detail, priority }) => [detail, priority]))).toEqual([
      [['Its licence ends within 14 days', 'normal']],
      [['Its licence ends within 7 days', 'high']],
      [['Its licence ends within a day', 'urgent']],
      [['Its licence has run out', 'urgent']],
    ]);
    expect(new Set(told.flat().map(({ cause }) => cause)).size).toBe(4);
    expect(causes(concernsOf('worker', ends(60 * day), limits), later(29 * day))).toEqual([]);
    expect(concernsOf('worker', { ...ends(day), desired: 'terminated' }, limits)).toEqual([]);
  });

  test('once for a licence that fails again and again', () => {
    const again = { status: 'unregistered', operation: 'registering', failures: 2 } as const;
    const trying = aRunningWorker({ license: again });
    const failed = aRunningWorker({ license: { status: 'unregistered', failure: 'no', failedAt: at, failures: 3 } });
    for (const worker of [trying, failed]) {
      expect(causes(concernsOf('worker', worker, limits), at)).toEqual(['worker.licence']);
    }
    expect(concernsOf('worker', aRunningWorker({ license: { ...again, failures: 0 } }), limits)).toEqual([]);
  });

  test('for nothing of all this once it is to go, or has gone', () => {
    const gone = [
      aWorker({ failures: 9, desired: 'terminated' }),
      aWorker({ status: 'terminated', failures: 9, license: { status: 'invalid' } }),
      aRunningWorker({ license }),
    ];
    for (const worker of gone) expect(concernsOf('worker', worker, limits)).toEqual([]);
  });
});

describe('a session needs a person', () => {
  const outcome = { result: 'failed', reason: 'collect failed: no answer' } as const;

  test('when it failed, for a week', () => {
    const concerns = concernsOf('session', aSession({ status: 'archived', statusSince: at, outcome }), limits);
    expect(concerns).toMatchObject([{ cause: 'session.failed', detail: 'collect failed: no answer' }]);
    expect(causes(concerns, later(7 * 24 * hour - 1))).toEqual(['session.failed']);
    expect(causes(concerns, later(7 * 24 * hour))).toEqual([]);
  });

  test('when no engine could make a score of it, with what it said, until it has one', () => {
    const regradeFailure = 'the report cannot be true';
    const over = aSession({ status: 'archived', statusSince: at, endedAt: at, regradeFailure });
    const concerns = concernsOf('session', over, limits);
    expect(concerns).toMatchObject([{ cause: 'session.ungraded', detail: expect.stringContaining(regradeFailure) }]);
    expect(causes(concerns, at)).toEqual(['session.ungraded']);
    const score = { points: 1, maxPoints: 2, percent: 50, cutScore: 80, result: 'fail', reportKey: 'r' } as const;
    expect(concernsOf('session', { ...over, score }, limits)).toEqual([]);
    expect(concernsOf('session', { ...over, status: 'running' }, limits)).toEqual([]);
  });

  test('when its clean-up does not end, with what is left to do', () => {
    const step = { attempts: 3, startedAt: at };
    const teardown = {
      stop_lab: { ...step, status: 'failed', message: 'no answer' },
      release_delivery: { ...step, status: 'done', message: 'released' },
    } as const;
    const stopping = aSession({ status: 'stopping', statusSince: at, progress: { teardown } });
    const concerns = concernsOf('session', stopping, limits);
    expect(causes(concerns, later(30 * minute))).toEqual(['session.clean-up']);
    expect(concerns.map(({ detail }) => detail)).toEqual(['stop_lab: no answer']);
  });

  test('when its start comes and it is not ready; as soon as possible is never late', () => {
    const booked = aSession({ wanted: { start: later(hour), durationMinutes: 60 } });
    expect(causes(concernsOf('session', booked, limits), later(hour - 1))).toEqual([]);
    expect(causes(concernsOf('session', booked, limits), later(hour))).toEqual(['session.late']);
    expect(concernsOf('session', aSession(), limits)).toEqual([]);
    expect(concernsOf('session', { ...booked, status: 'ready' }, limits)).toEqual([]);
  });
});

test('an event that nobody acts on needs a person after a quarter of an hour', () => {
  const event = { id: 'e1', source: 'urn:lds', type: 'session.started' };
  const item = evolveInboxItem(undefined, { type: 'CloudEventReceived', id: '0a1b', event, at });
  expect(causes(concernsOf('inbox', item, limits), later(15 * minute))).toEqual(['inbox.unhandled']);
  expect(concernsOf('inbox', { ...item, handled: 'started' }, limits)).toEqual([]);
});

describe('a lab that its session has left behind', () => {
  const had = reported(undefined, ofSession('up'), at);

  test('needs a person after half an hour', () => {
    const left = concernsAbout(reported(had, ofSession('ended'), later(hour)));
    expect(causes(left, later(hour + 30 * minute - 1))).toEqual([]);
    expect(causes(left, later(hour + 30 * minute))).toEqual(['lab.left']);
  });

  test('needs one also when it was only found', () => {
    const found = reported(undefined, seen({ madeFor: SessionId.parse('ses_1') }), at);
    expect(causes(concernsAbout(found), later(30 * minute))).toEqual(['lab.left']);
  });

  test('is none that a session has, or that somebody made by hand', () => {
    expect(concernsAbout(had)).toEqual([]);
    expect(concernsAbout(reported(undefined, seen(), at))).toEqual([]);
  });
});

function concernsAbout(lab: LabRecord): readonly Concern[] {
  return concernsOf('lab', lab, limits);
}

function reported(before: LabRecord | undefined, report: LabReport, when: Instant): LabRecord {
  const decided = reportLab({ id: theLab, lab: before }, report, when);
  if (!decided.ok) throw new Error(decided.rejection.code);
  const lab = decided.value.reduce<LabRecord | undefined>(evolveLab, before);
  if (lab === undefined) throw new Error('nothing was recorded');
  return lab;
}

test('a definition whose content does not come needs a person after an hour', () => {
  const id = DefinitionId.parse('def_1');
  const waiting = evolveDefinition(undefined, {
    type: 'DefinitionCreated',
    id,
    content: aDefinitionContent,
    by: 'lia',
    at,
  });
  expect(causes(concernsOf('definition', waiting, limits), later(hour))).toEqual(['definition.sync']);
  expect(concernsOf('definition', { ...waiting, status: 'active' }, limits)).toEqual([]);
});

test('the task of an occurrence has one id, of another occurrence, cause or thing another', () => {
  const concern = { cause: 'worker.licence', subject: { kind: 'worker', id: 'wkr_1' } };
  const others = [
    taskIdOf(concern, 2),
    taskIdOf({ ...concern, cause: 'worker.drain' }, 1),
    taskIdOf({ ...concern, subject: { kind: 'worker', id: 'wkr_2' } }, 1),
  ];
  expect(taskIdOf(concern, 1)).toBe(taskIdOf({ ...concern }, 1));
  expect(new Set([taskIdOf(concern, 1), ...others]).size).toBe(4);
});
