import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Instant, instant } from '../../kernel/index.ts';
import type { Actor } from '../access/index.ts';
import type { SessionEvent } from '../session/index.ts';
import { aSession, testNow as at, hour, minute } from '../testing/index.ts';
import { afterDecision as after, aNotice } from '../testing/notices.ts';
import { ReservationId, WorkerId } from '../worker/index.ts';
import {
  isOvertaken,
  mayBeTold,
  maySeeNotice,
  type Notice,
  noticeAttemptFailed,
  noticeIdOf,
  noticeSent,
  noticeTransitions,
  overtakeNotice,
  remindersAt,
  removeNotice,
  retryNotice,
  toldBy,
} from './index.ts';

const later = (ms: number): Instant => instant(at + ms);
const timeslot = { start: later(hour), end: later(2 * hour) };
const refusal = { decidedAt: at, placed: false, summary: 'no worker has 8 cores free', workers: [], wouldHelp: [] };
const score = { points: 14, maxPoints: 20, percent: 70, cutScore: 65, result: 'pass', reportKey: 'k' } as const;
const placement = {
  workerId: WorkerId.parse('wkr_1'),
  workerName: 'w1',
  reservationId: ReservationId.parse('res_1'),
  from: at,
  until: later(3 * hour),
  ports: {},
  why: 'it fits',
};

describe('what is told of a session', () => {
  const step = { pipeline: 'grade', step: 'evaluate', message: '' } as const;

  test.each<[string, SessionEvent, object]>([
    [
      'its place, with the time',
      { type: 'SessionScheduled', timeslot, placement, verdict: { ...refusal, placed: true }, at },
      { occasion: 'placed', text: 'It begins at 2026-11-21 10:00 UTC and ends at 2026-11-21 11:00 UTC.' },
    ],
    [
      'more time',
      { type: 'SessionExtended', end: later(3 * hour), until: later(4 * hour), summary: '', at },
      { occasion: 'extended', text: 'It ends at 2026-11-21 12:00 UTC now.' },
    ],
    [
      'a refusal, with when and how it would work',
      {
        type: 'SessionVerdictGiven',
        verdict: { ...refusal, earliestStart: later(hour), wouldHelp: ['start later'] },
        at,
      },
      {
        occasion: 'refused',
        text: 'No worker has 8 cores free. The earliest start is 2026-11-21 10:00 UTC. It would help to start later.',
      },
    ],
    [
      'the score',
      { type: 'SessionStepDone', ...step, output: { score }, at },
      { occasion: 'graded', text: '14 of 20 points, 70 %: passed (65 % are needed).', facts: { result: 'pass' } },
    ],
    ['that it is interrupted', { type: 'SessionLabDown', reason: 'its host is gone', at }, { occasion: 'interrupted' }],
    ['that it goes on', { type: 'SessionLabUp', reason: 'its lab is up again', at }, { occasion: 'restored' }],
    ['that its host is lost', { type: 'SessionHostLost', reason: 'its host is gone', at }, { occasion: 'interrupted' }],
    [
      'until when it has another host',
      { type: 'SessionReplaced', timeslot, placement, verdict: { ...refusal, placed: true }, at },
      { occasion: 'moved', facts: { end: '2026-11-21T11:00:00.000Z' } },
    ],
    [
      'that an operator paused it',
      { type: 'SessionSuspended', cause: 'operator', reason: 'a fire drill', at },
      { occasion: 'interrupted', text: 'A fire drill.' },
    ],
    ['that it is paused no more', { type: 'SessionResumed', cause: 'operator', at }, { occasion: 'restored' }],
    ['that its lab is there again', { type: 'SessionResumed', cause: 'worker-lost', at }, { occasion: 'restored' }],
    ['that it failed', stopping('failed'), { occasion: 'failed', text: 'Because.' }],
    ['that somebody ended it', stopping('terminated'), { occasion: 'ended' }],
    [
      'that it expired',
      { type: 'SessionEnded', status: 'expired', reason: 'no place until its end', at },
      { occasion: 'expired', text: 'No place until its end.' },
    ],
  ])('%s', (_what, event, told) => {
    expect(toldBy(event)).toMatchObject(told);
  });

  test('is nothing of what only the system needs to know, and its end once', () => {
    const silent: readonly SessionEvent[] = [
      { type: 'SessionStepDone', ...step, output: {}, at },
      { type: 'SessionVerdictGiven', verdict: { ...refusal, placed: true }, at },
      { type: 'SessionMoved', timeslot, placement, verdict: { ...refusal, placed: true }, unasked: true, at },
      { type: 'SessionSuspended', cause: 'candidate', reason: 'the candidate paused', at },
      { type: 'SessionResumed', cause: 'reset', at },
      { type: 'SessionWishRefused', kind: 'replace', summary: 'no other host can have it', at },
      { type: 'SessionStopped', at },
      stopping('completed'),
    ];
    expect(silent.flatMap((event) => toldBy(event) ?? [])).toEqual([]);
  });
});

describe('a reminder', () => {
  const times = { startMinutes: 15, endMinutes: 10 };
  const scheduled = aSession({ status: 'scheduled', timeslot });
  const occasionsAt = (session: typeof scheduled, ms: number): readonly string[] =>
    remindersAt(session, times, later(ms)).map(({ occasion }) => occasion);

  test('is due from so many minutes before the start until the start, and before the end likewise', () => {
    expect([44, 45, 59, 60].map((minutes) => occasionsAt(scheduled, minutes * minute))).toEqual([
      [],
      ['starts-soon'],
      ['starts-soon'],
      [],
    ]);
    const running = { ...scheduled, status: 'running' } as const;
    expect([109, 110, 119, 120].map((minutes) => occasionsAt(running, minutes * minute))).toEqual([
      [],
      ['ends-soon'],
      ['ends-soon'],
      [],
    ]);
  });

  test('is none for who has just booked, for a session that is as short, and when nobody wants any', () => {
    expect(occasionsAt({ ...scheduled, bookedAt: later(46 * minute) }, 50 * minute)).toEqual([]);
    const short = {
      ...scheduled,
      status: 'ready',
      timeslot: { start: timeslot.start, end: later(70 * minute) },
    } as const;
    expect(occasionsAt(short, 65 * minute)).toEqual([]);
    expect(remindersAt(scheduled, { startMinutes: 0, endMinutes: 0 }, later(50 * minute))).toEqual([]);
  });

  test('misleads when its session has moved, has begun, has ended or is gone', () => {
    const reminder = aNotice({ occasion: 'starts-soon', about: timeslot.start });
    const when = later(50 * minute);
    expect(isOvertaken(reminder, scheduled, when)).toBe(false);
    const moved = { ...scheduled, timeslot: { start: later(2 * hour), end: later(3 * hour) } };
    expect(isOvertaken(reminder, moved, when)).toBe(true);
    expect(isOvertaken(reminder, { ...scheduled, status: 'terminated' }, when)).toBe(true);
    expect(isOvertaken(reminder, scheduled, timeslot.start)).toBe(true);
    expect(isOvertaken(reminder, undefined, when)).toBe(true);
    expect(isOvertaken(aNotice({}), undefined, when)).toBe(false);
  });
});

describe('a notice', () => {
  test('is tried twelve times, ever more rarely, then given up, and has all attempts anew when somebody asks', () => {
    let notice = aNotice({});
    const pauses: (number | undefined)[] = [];
    while (notice.status === 'queued') {
      notice = after(notice, noticeAttemptFailed(notice, { reason: 'no answer' }, at));
      pauses.push(notice.nextTryAt && notice.nextTryAt - at);
    }
    expect(pauses.map((ms) => ms && ms / 1000)).toEqual([
      10,
      30,
      90,
      270,
      810,
      2430,
      3600,
      3600,
      3600,
      3600,
      3600,
      undefined,
    ]);
    expect(notice).toMatchObject({ status: 'failed', reason: 'no answer', attempts: 12 });
    expect(after(notice, retryNotice(notice, 'Ada', at))).toMatchObject({ status: 'queued', attempts: 0 });
  });

  test('that was sent is not sent again, whoever asks', () => {
    const sent = after(aNotice({}), noticeSent(aNotice({}), at));
    const refused = { ok: false, rejection: { code: 'notice.wrong-state', status: 'sent' } };
    expect(retryNotice(sent, 'Ada', at)).toEqual(refused);
    expect(noticeAttemptFailed(sent, { reason: 'late' }, at)).toEqual({ ok: true, value: [] });
  });

  test('goes only where its lifecycle says, whatever happens in whatever order', () => {
    const doings = [
      (notice: Notice) => noticeSent(notice, at),
      (notice: Notice) => noticeAttemptFailed(notice, { reason: 'no answer' }, at),
      (notice: Notice) => overtakeNotice(notice, 'it moved', at),
      (notice: Notice) => retryNotice(notice, 'Ada', at),
      (notice: Notice) => removeNotice(notice, at),
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...doings), { maxLength: 40 }), (all) => {
        let notice = aNotice({});
        for (const doing of all) {
          const before = notice;
          const decided = doing(before);
          if (decided.ok) notice = after(before, decided);
          const allowed: readonly string[] = [before.status, ...noticeTransitions[before.status]];
          expect(allowed).toContain(notice.status);
        }
      }),
    );
  });

  test('has the same id for the same thing and receiver, and another for any other', () => {
    const ids = [
      noticeIdOf('session/ses_1', '3/0', 'https://a.example.org'),
      noticeIdOf('session/ses_1', '3/1', 'https://a.example.org'),
      noticeIdOf('session/ses_1', '3/0', 'https://b.example.org'),
    ];
    expect(new Set(ids).size).toBe(3);
    expect(noticeIdOf('session/ses_1', '3/0', 'https://a.example.org')).toBe(ids[0]);
  });

  test('of one’s own session is one’s own to see, what operators are told is theirs', () => {
    const { id, name, ownerId } = aSession();
    const session = { id, name, ownerId };
    const url = 'https://a.example.org';
    const uma: Actor = { id: 'uma', name: 'Uma', roles: ['user'] };
    const sees = (who: Actor, audience: 'owner' | 'operators'): boolean =>
      maySeeNotice(who, { session, to: { audience, url } });
    expect([sees(uma, 'owner'), sees(uma, 'operators')]).toEqual([true, false]);
    expect(sees({ ...uma, id: 'oto' }, 'owner')).toBe(false);
    const to = { audience: 'owner', channel: 'mail', person: 'uma' } as const;
    expect([maySeeNotice(uma, { to }), maySeeNotice({ ...uma, id: 'oto' }, { to })]).toEqual([true, false]);
    expect(maySeeNotice({ ...uma, id: 'max', roles: ['manager'] }, { to: { audience: 'operators', url } })).toBe(true);
  });
});

test.each([
  ['https://hooks.example.org/x', ['hooks.example.org'], true],
  ['https://hooks.example.org/x', ['*.example.org'], true],
  ['https://example.org/x', ['*.example.org'], false],
  ['https://badexample.org/x', ['*.example.org'], false],
  ['http://169.254.169.254/x', ['hooks.example.org'], false],
  ['http://127.0.0.1:9001/x', ['127.0.0.1:9000'], false],
  ['http://127.0.0.1:9000/x', ['127.0.0.1:9000'], true],
  ['https://hooks.example.org/x', [], false],
  ['http://1.2.3.4.5/no-address-at-all', ['*.5'], false],
])('whether somebody may be told at %s where %j are allowed: %s', (url, hosts, may) => {
  expect(mayBeTold(url, hosts)).toBe(may);
});

function stopping(result: 'completed' | 'terminated' | 'failed'): SessionEvent {
  return { type: 'SessionStopping', outcome: { result, reason: 'because' }, at };
}
