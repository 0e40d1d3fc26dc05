import { expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { aSession } from '../testing/index.ts';
import { evolveSession, giveFeedback } from './index.ts';

const at = instant(1_780_000_000_000);
const ended = aSession({ status: 'archived', startedAt: at });
const given = { by: 'uma', rating: 4, comment: 'R2 was slow' };

test('whoever had the session says how it was, and may say something else later', () => {
  const first = giveFeedback(ended, given, at);
  if (!first.ok) throw new Error(first.rejection.code);
  const [event] = first.value;
  if (event === undefined) throw new Error('nothing was said');
  const told = evolveSession(ended, event);
  expect(told.feedback).toEqual({ rating: 4, comment: 'R2 was slow', at });
  expect(giveFeedback(told, given, at)).toMatchObject({ value: [] });
  expect(giveFeedback(told, { by: 'uma', rating: 2 }, at)).toMatchObject({ value: [{ rating: 2 }] });
});

test('nobody else says it, not before the end, and not of what nobody began', () => {
  const codeOf = (session: typeof ended, by = 'uma') => {
    const decided = giveFeedback(session, { ...given, by }, at);
    return decided.ok ? 'ok' : decided.rejection.code;
  };
  expect(codeOf(ended, 'admin')).toBe('session.not-owner');
  expect(codeOf({ ...ended, status: 'running' })).toBe('session.wrong-state');
  expect(codeOf({ ...ended, startedAt: undefined })).toBe('session.not-begun');
  for (const status of ['collecting', 'grading', 'stopping', 'stopped'] as const)
    expect(codeOf({ ...ended, status })).toBe('ok');
});
