import { expect, test } from 'vitest';
import { jsonLog, logLevelOf } from './service-log.ts';

function open(level: 'debug' | 'info' | 'warn' = 'info') {
  const lines: unknown[] = [];
  const log = jsonLog({ service: 'scheduler', level, now: () => 0, write: (line) => lines.push(JSON.parse(line)) });
  return { log, lines };
}

test('a line has its level, time and service, then what is known, then the words', () => {
  const { log, lines } = open();
  log.info({ key: 'wkr_1' }, 'looked');
  const time = '1970-01-01T00:00:00.000Z';
  expect(lines).toEqual([{ level: 30, time, service: 'scheduler', key: 'wkr_1', msg: 'looked' }]);
});

test('errors come with what led to them', () => {
  const { log, lines } = open();
  log.error({ err: new TypeError('no answer', { cause: new Error('refused') }) }, 'failed');
  expect(lines).toMatchObject([{ err: { type: 'TypeError', message: 'no answer', cause: { message: 'refused' } } }]);
});

test('what is secret by its name is not said, wherever it is', () => {
  const { log, lines } = open();
  log.warn({ account: { clientSecret: 'x', password: 'y' }, authorization: 'z' }, 'refused');
  const hidden = '[secret]';
  expect(lines).toMatchObject([{ account: { clientSecret: hidden, password: hidden }, authorization: hidden }]);
});

test('what nobody wanted to hear is not written', () => {
  const { log, lines } = open('warn');
  log.info({}, 'quiet');
  expect(lines).toEqual([]);
  expect(logLevelOf({ LOG_LEVEL: 'loud' })).toBe('info');
});
