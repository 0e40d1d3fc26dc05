import { expect, test } from 'vitest';
import { findingsOfReport } from './schemathesis-report.ts';

const base64 = (text: string) => ({ $base64: Buffer.from(text).toString('base64') });

function scenario(label: string, checks: Readonly<Record<string, readonly object[]>>): string {
  const request = { method: 'GET', uri: 'http://api/workers?q=1', body: null };
  const response = { status_code: 500, content: base64('{"detail":"oh"}') };
  const interactions = Object.fromEntries(Object.keys(checks).map((id) => [id, { request, response }]));
  return JSON.stringify({ ScenarioFinished: { status: 'whatever', recorder: { label, checks, interactions } } });
}

const held = (name: string) => ({ name, status: 'success' });
const failed = (name: string, message: string) => ({
  name,
  status: 'failure',
  failure_info: { failure: { title: 'Server error', message } },
});

test('a check of an operation counts once, however many requests it held for', () => {
  const text = [
    '{"Initialize":{"seed":1}}',
    scenario('GET /workers', { a: [held('one'), held('two')], b: [held('one')] }),
    scenario('GET /workers', { c: [held('one')] }),
    scenario('GET /labs', { d: [held('one')] }),
    '',
  ].join('\n');
  expect(findingsOfReport(text)).toEqual({ passed: 3, problems: [] });
});

test('what fails once has failed, and is told by its first request and the answer', () => {
  const text = [
    scenario('GET /workers', { a: [held('one')], b: [failed('one', 'first')] }),
    scenario('GET /workers', { c: [failed('one', 'second')], d: [held('one')] }),
  ].join('\n');
  const { passed, problems } = findingsOfReport(text);
  expect(passed).toBe(0);
  expect(problems).toEqual(['GET /workers: Server error\nfirst\nGET http://api/workers?q=1 \n500 {"detail":"oh"}']);
});

test('an error of the run is a problem, and a report that is not there has found nothing', () => {
  expect(findingsOfReport('{"NonFatalError":{"info":"schema"}}').problems).toEqual(['{"info":"schema"}']);
  expect(findingsOfReport('')).toEqual({ passed: 0, problems: [] });
});
