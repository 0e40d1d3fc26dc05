import { describe, expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { aRunningWorker, testNow as at, hour, minute } from '../testing/index.ts';
import { cancelDrain, drain, evolveWorker, forceDrain, report, type Worker, type WorkerDecision } from './index.ts';

const reason = 'upgrade';
const running = aRunningWorker();

function after(worker: Worker, decision: WorkerDecision): Worker {
  if (!decision.ok) throw new Error(decision.rejection.code);
  return decision.value.reduce(evolveWorker, worker);
}

function draining(order: Partial<Parameters<typeof drain>[1]> = {}): Worker {
  return after(running, drain(running, { reason, at, ...order }));
}

describe('a drain', () => {
  test('takes as long as it takes when nobody says otherwise', () => {
    expect(draining()).toMatchObject({ status: 'draining', drain: undefined });
    expect(draining({ usualMinutes: 0 }).drain).toBeUndefined();
  });

  test('has the time that was asked for, else the usual one, and none where that was asked for', () => {
    expect(draining({ timeoutMinutes: 60, usualMinutes: 5 }).drain).toEqual({
      endsAt: instant(at + hour),
      whenTimeIsUp: 'keep-waiting',
    });
    expect(draining({ usualMinutes: 5 }).drain?.endsAt).toBe(at + 5 * minute);
    expect(draining({ timeoutMinutes: 0, usualMinutes: 5 }).drain).toBeUndefined();
  });

  test('that is to be forced at its end has one', () => {
    const endless = drain(running, { reason, at, whenTimeIsUp: 'force' });
    expect(endless).toEqual({ ok: false, rejection: { code: 'worker.drain-endless' } });
    expect(draining({ whenTimeIsUp: 'force', usualMinutes: 5 }).drain).toMatchObject({ whenTimeIsUp: 'force' });
  });

  test('asked for again counts anew from what is said now, and goes on where nothing is said', () => {
    const worker = draining({ timeoutMinutes: 60 });
    const later = instant(at + 10 * minute);
    expect(drain(worker, { reason, at: later, usualMinutes: 5 })).toEqual({ ok: true, value: [] });
    const longer = after(worker, drain(worker, { reason, at: later, timeoutMinutes: 120 }));
    expect(longer.drain?.endsAt).toBe(at + 130 * minute);
    const endless = after(worker, drain(worker, { reason, at: later, timeoutMinutes: 0 }));
    expect(endless).toMatchObject({ status: 'draining', drain: { endsAt: undefined, whenTimeIsUp: 'keep-waiting' } });
  });
});

describe('force', () => {
  test('ends a drain once, with whoever ordered it and why; more time does not take it back', () => {
    const worker = draining();
    const forced = after(worker, forceDrain(worker, { reason: 'it has to go now', by: 'ana', at }));
    expect(forced.drain?.forced).toEqual({ reason: 'it has to go now', by: 'ana', at });
    expect(forceDrain(forced, { reason: 'again', by: 'max', at })).toEqual({ ok: true, value: [] });
    expect(drain(forced, { reason, at, timeoutMinutes: 60 })).toMatchObject({ ok: false });
  });

  test('is for a worker that drains', () => {
    expect(forceDrain(running, { reason, by: 'ana', at })).toMatchObject({ rejection: { code: 'worker.wrong-state' } });
  });

  test('is forgotten with the drain, however that ends', () => {
    const worker = draining();
    const forced = after(worker, forceDrain(worker, { reason, by: 'ana', at }));
    expect(after(forced, cancelDrain(forced, 'back', at)).drain).toBeUndefined();
    const gone = report(forced, { type: 'launch-failed', launch: 1, reason: 'its instance is gone' }, at);
    expect(after(forced, gone).drain).toBeUndefined();
  });

  test('begins when the time is up, where that was ordered, and not a moment before', () => {
    const up = { type: 'drain-time-up', launch: 1 } as const;
    const worker = draining({ timeoutMinutes: 60, whenTimeIsUp: 'force' });
    const end = instant(at + hour);
    expect(report(worker, up, instant(end - 1))).toEqual({ ok: true, value: [] });
    const forced = after(worker, report(worker, up, end));
    expect(forced.drain?.forced).toEqual({ reason: 'its time was up', at: end });
    expect(report(forced, up, instant(end + 1))).toEqual({ ok: true, value: [] });
    expect(report(draining({ timeoutMinutes: 60 }), up, end)).toEqual({ ok: true, value: [] });
  });
});
