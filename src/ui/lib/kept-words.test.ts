import { describe, expect, test } from 'vitest';
import { keptEventWords, keptWords, unreadWords } from './kept-words.ts';
import type { KeptWork } from './views.ts';

const now = Date.parse('2026-11-21T10:00:00Z');
const minute = 60_000;

function ago(minutes: number): string {
  return new Date(now - minutes * minute).toISOString();
}

function kept(fields: Partial<KeptWork> = {}): KeptWork {
  return { isKept: true, everyMinutes: 5, unread: [], ...fields };
}

describe('what would be lost with the host', () => {
  test.each<[string, Partial<KeptWork>, string, string]>([
    [
      'soon after it was kept',
      { keptAt: ago(0.2) },
      'Kept just now: if its host were lost now, at most 1 minute of work would be lost.',
      'fine',
    ],
    [
      'minutes after',
      { keptAt: ago(3.2) },
      'Kept 3 minutes ago: if its host were lost now, at most 4 minutes of work would be lost.',
      'fine',
    ],
    [
      'too long after',
      { keptAt: ago(16) },
      'Kept 16 minutes ago: if its host were lost now, at most 16 minutes of work would be lost.',
      'late',
    ],
    ['at the beginning', {}, 'Work is kept every 5 minutes, soon for the first time.', 'fine'],
    [
      'after an attempt that failed',
      { keptAt: ago(9), triedAt: ago(1), trouble: 'CML does not answer' },
      'Kept 9 minutes ago: if its host were lost now, at most 9 minutes of work would be lost. The last attempt, 1 minute ago, failed: CML does not answer.',
      'late',
    ],
    [
      'after the first attempt failed',
      { triedAt: ago(1), trouble: 'CML does not answer' },
      'Nothing is kept yet: if its host were lost now, the lab would begin anew. The last attempt, 1 minute ago, failed: CML does not answer.',
      'late',
    ],
    [
      'by the settings',
      { everyMinutes: 0 },
      'By the settings work is not kept while a session runs. If its host were lost now, the lab would begin anew.',
      'late',
    ],
  ])('%s', (_, fields, ...[text, level]) => {
    expect(keptWords(kept(fields), now)).toEqual({ text, level });
  });

  test('is nothing of a session in which nobody can work', () => {
    const over = kept({ isKept: false, keptAt: ago(1), unread: [{ node: 'R1', reason: 'it is STOPPED' }] });
    expect([keptWords(over, now), unreadWords(over)]).toEqual([undefined, []]);
  });
});

test('nodes for which that does not hold are named', () => {
  const unread = [
    { node: 'R2', reason: 'it is STOPPED', asOf: ago(40) },
    { node: 'PC1', reason: 'CML cannot read configurations of alpine' },
  ];
  expect(unreadWords(kept({ unread }))).toEqual([
    { node: 'R2', text: 'could not be read (it is STOPPED): kept as it was at 2026-11-21T09:20:00.000Z' },
    {
      node: 'PC1',
      text: 'could not be read (CML cannot read configurations of alpine): what is done there is not kept',
    },
  ]);
});

test('the history says what a round could not read', () => {
  const event = { type: 'SessionConfigurationsKept', unread: ['R2', 'R3'] };
  expect(keptEventWords(event)).toBe('What its nodes run was kept, but for R2, R3, which could not be read');
  expect(keptEventWords({ ...event, unread: [] })).toBe('What its nodes run was kept');
});
