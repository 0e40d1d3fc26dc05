import { expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { testNow as at, minute } from '../testing/index.ts';
import { awaitsKept, keptOf, restorable } from './index.ts';

const saved = { key: 'a', at };
const collected = (status: 'done' | 'failed') => ({
  collect: { extract_configurations: { status, attempts: 5, startedAt: at, message: '' } },
});
const reset = { from: instant(at - minute), cause: 'reset', reason: 'anew' } as const;

test('what was kept before a reset is not put back after it, and what was kept later is', () => {
  expect(restorable({ saved })).toBe(saved);
  expect(restorable({ saved, suspensions: [{ ...reset, until: instant(at + minute) }] })).toBeUndefined();
  expect(restorable({ saved, suspensions: [reset] })).toBeUndefined();
  expect(restorable({ saved, suspensions: [{ ...reset, until: instant(at - 1) }] })).toBe(saved);
});

test('a lab that is brought back is nobody’s work before it has been given what was kept', () => {
  const step = { attempts: 1, startedAt: at, message: '' } as const;
  const restoring = (status: 'failed' | 'done' | 'skipped') => ({
    restore: { load_configurations: { ...step, status } },
  });
  expect(awaitsKept({ progress: {} })).toBe(false);
  expect(awaitsKept({ progress: { restore: {} } })).toBe(true);
  expect(awaitsKept({ progress: restoring('failed') })).toBe(true);
  expect(awaitsKept({ progress: restoring('done') })).toBe(false);
  expect(awaitsKept({ progress: restoring('skipped') })).toBe(false);
});

test('a session that is over was kept as its evidence, or else as it was saved last', () => {
  const endedAt = instant(at + minute);
  expect(keptOf({ saved, evidenceKey: 'b', endedAt, progress: collected('done') })).toEqual({ key: 'b', at: endedAt });
  expect(keptOf({ saved: { ...saved, own: true }, progress: {} })).toEqual(saved);
  expect(keptOf({ progress: {} })).toBeUndefined();
});

test('a session that was reset and left no evidence is not gone on with as it was before the reset', () => {
  const done = { ...reset, until: instant(at + minute) };
  const later = { key: 'c', at: instant(at + 2 * minute) };
  expect(keptOf({ saved, suspensions: [done], progress: {} })).toBeUndefined();
  expect(keptOf({ saved: later, suspensions: [done], progress: {} })).toEqual(later);
});

test('what was read for a grading in between is not what a session left', () => {
  const endedAt = instant(at + minute);
  expect(keptOf({ saved, evidenceKey: 'reread', endedAt, progress: collected('failed') })).toEqual(saved);
  expect(keptOf({ saved, evidenceKey: 'end', endedAt, progress: collected('done') })?.key).toBe('end');
});
