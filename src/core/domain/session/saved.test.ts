import { expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { testNow as at, minute } from '../testing/index.ts';
import { awaitsKept, keptOf, restorable } from './index.ts';

const saved = { key: 'a', at };
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
  expect(keptOf({ saved, evidenceKey: 'b', endedAt })).toEqual({ key: 'b', at: endedAt });
  expect(keptOf({ saved: { ...saved, own: true } })).toEqual(saved);
  expect(keptOf({})).toBeUndefined();
});
