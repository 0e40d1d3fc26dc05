import { SessionId } from '@lcm/core/domain/session';
import type { Session } from '../lib/views.ts';
import { prepared, step } from './fixture-steps.ts';
import { aSession } from './fixtures.ts';

type At = (minutes: number) => string;
type Where = NonNullable<Session['placement']>;

const collected = (at: At, until: number) => ({
  extract_configurations: step(at, 'done', [until - 2, until - 1]),
  ask_nodes: step(at, 'done', [until - 1, until - 0.5]),
  package_evidence: step(at, 'done', [until - 0.5, until]),
});

const failing = (at: At, since: number, message: string) => ({
  ...step(at, 'failed', [since, since + 1]),
  attempts: 4,
  message,
});

/** Nobody has come yet, and its time runs. */
function ready(at: At): Partial<Session> {
  return {
    name: 'Switching exam, desk 1',
    status: 'ready',
    statusSince: at(-14),
    reason: 'its lab is up',
    timeslot: { start: at(-12), end: at(48) },
    readyAt: at(-14),
    delivery: { id: '72', deployment: 'default' },
    lab: { id: '81aa', title: 'Switching exam ses_30', launch: 1 },
    progress: { instantiate: prepared(at) },
  };
}

function collecting(at: At): Partial<Session> {
  return {
    name: 'Switching exam, desk 2',
    status: 'collecting',
    statusSince: at(-2),
    reason: 'its time is over',
    timeslot: { start: at(-62), end: at(-2) },
    startedAt: at(-60),
    progress: {
      instantiate: prepared(at),
      collect: { extract_configurations: { ...step(at, 'running', [-2]), message: '4 of 7 nodes have been read' } },
    },
  };
}

/** Sent to the engine outside, which has not answered yet. */
function grading(at: At): Partial<Session> {
  return {
    name: 'Switching exam, desk 3',
    status: 'grading',
    statusSince: at(-6),
    reason: 'collected',
    timeslot: { start: at(-70), end: at(-10) },
    startedAt: at(-69),
    evidenceKey: 'evidence',
    progress: {
      instantiate: prepared(at),
      collect: collected(at, -7),
      grade: { evaluate: { ...step(at, 'running', [-6]), message: 'the external engine has it, grading 4711' } },
    },
  };
}

/** Its clean-up does not get on. */
function stopping(at: At): Partial<Session> {
  return {
    name: 'Switching exam, desk 4',
    status: 'stopping',
    statusSince: at(-20),
    reason: 'its time was over; collected and graded',
    timeslot: { start: at(-95), end: at(-35) },
    startedAt: at(-94),
    endedAt: at(-35),
    evidenceKey: 'evidence',
    score: { points: 9, maxPoints: 20, percent: 45, cutScore: 65, result: 'fail', reportKey: 'report' },
    outcome: { result: 'completed', reason: 'its time was over; collected and graded' },
    progress: {
      instantiate: prepared(at),
      collect: collected(at, -32),
      grade: { evaluate: step(at, 'done', [-32, -31.8]) },
      teardown: {
        release_delivery: step(at, 'done', [-20, -19.8]),
        stop_lab: failing(at, -2, 'CML answered 500: the lab is locked by another task'),
      },
    },
  };
}

/** It came as far as its preparation. */
function failed(at: At): Partial<Session> {
  return {
    name: 'Switching exam, desk 5',
    status: 'archived',
    statusSince: at(-100),
    reason: 'cleaned up',
    timeslot: { start: at(-130), end: at(-70) },
    endedAt: at(-104),
    outcome: { result: 'failed', reason: 'start lab failed for good: CML has no image for iosv-159-3' },
    progress: {
      instantiate: {
        ...prepared(at),
        start_lab: failing(at, -118, 'CML has no image for iosv-159-3'),
        publish_devices: { ...step(at, 'done', [-104, -104]), status: 'skipped' },
      },
      teardown: { stop_lab: step(at, 'done', [-103, -102]), wipe_lab: step(at, 'done', [-102, -101.5]) },
    },
  };
}

function expired(at: At): Partial<Session> {
  const reason = 'nobody found a place for it before its time was over';
  return {
    name: 'Late resit',
    status: 'expired',
    statusSince: at(-60),
    reason,
    wanted: { durationMinutes: 60, start: at(-120) },
    endedAt: at(-60),
    outcome: { result: 'expired', reason },
  };
}

function terminated(at: At): Partial<Session> {
  const reason = 'terminated by Ana Admin: booked twice';
  return {
    name: 'Booked by mistake',
    status: 'terminated',
    statusSince: at(-45),
    reason,
    wanted: { durationMinutes: 60 },
    endedAt: at(-45),
    outcome: { result: 'terminated', reason },
  };
}

/** One in every state that the other fixtures do not show. */
export function sessionsInEveryState(at: At, where: Where): readonly Session[] {
  const bound = [ready, collecting, grading, stopping, failed].map((state) => ({ ...state(at), placement: where }));
  const free = [expired(at), terminated(at)];
  return [...bound, ...free].map((changes, index) =>
    aSession({ ...changes, id: SessionId.parse(`ses_3${index}`), ownerId: 'otto', bookedAt: at(-200) }),
  );
}
