import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aSession, aWorker, hour, testNow } from '../testing/index.ts';
import { sessionSearch, workerSearch } from './lists.ts';
import { queryOf } from './predicate.ts';
import { parseQuery, printQuery, type Query, type Term } from './syntax.ts';

const context = { now: testNow, zone: 'Z' };
const workers = [
  aWorker({ name: 'exam room 1', status: 'running', template: 'metal' }, 1),
  aWorker({ name: 'exam room 2', status: 'stopped', template: 'small' }, 2),
  aWorker({ name: 'spare', status: 'stopping', template: 'metal', instanceId: 'i-77' }, 3),
];

function found(query: string): readonly string[] {
  const asked = queryOf(query, workerSearch, context);
  if (!asked.ok) throw new Error(asked.rejection.message);
  return workers.filter(asked.value).map(({ name }) => name);
}

function fault(query: string): unknown {
  const asked = queryOf(query, workerSearch, context);
  return asked.ok ? undefined : asked.rejection;
}

describe('a query', () => {
  test.each([
    ['', ['exam room 1', 'exam room 2', 'spare']],
    ['ROOM exam', ['exam room 1', 'exam room 2']],
    ['exam metal', ['exam room 1']],
    ['"room 2"', ['exam room 2']],
    ['-exam', ['spare']],
    ['status:running', ['exam room 1']],
    ['status:running,STOPPED', ['exam room 1', 'exam room 2']],
    ['-status:running,stopped template:metal', ['spare']],
    ['name:"exam room"', ['exam room 1', 'exam room 2']],
    ['region:us-east-1 id:i-77', ['spare']],
    ['sessions>0', []],
    ['price<=4 price>=4', ['exam room 1', 'exam room 2', 'spare']],
    ['created:2026-11-21', ['exam room 1', 'exam room 2', 'spare']],
    ['created>-1h', ['exam room 1', 'exam room 2', 'spare']],
    ['created>2026-11-21', []],
    ['created>=2026-11-21T09:00', ['exam room 1', 'exam room 2', 'spare']],
    ['created<2026-11-21T10:00+01:00', []],
    ['"status:running"', []],
    ['-"nothing like it"', ['exam room 1', 'exam room 2', 'spare']],
    ['- spare', ['spare']],
    ['__proto__:x', []],
  ])('%s finds %j', (query, names) => expect(found(query)).toEqual(names));

  test.each([
    ['stat:running', 1, "unknown field 'stat': known are status, name"],
    ['exam status:', 13, 'a value is missing here'],
    ['exam -status:runing', 6, "'status' is never 'runing': it is one of pending, provisioning"],
    ['status>running', 1, "'status' is no number and no time"],
    ['sessions>many', 1, "'sessions' is a number, which 'many' is not"],
    ['created>yesterday', 1, "'created' is a time: 2026-11-21"],
    ['created>2026-02-30', 1, "'created' is a time"],
    ['created:-24h', 1, "'-24h' is one moment"],
    ['constructor:x', 1, "unknown field 'constructor'"],
  ])('%s is refused at character %i', (query, at, message) => {
    expect(fault(query)).toEqual({ at, message: expect.stringContaining(message) });
  });

  test('longer than anybody types is refused', () => {
    expect(fault('x'.repeat(501))).toEqual({ at: 501, message: 'a query has at most 500 characters' });
  });

  test('reads days in the zone of whoever asks', () => {
    const late = [{ ...aSession(), timeslot: { start: '2026-11-21T23:30:00Z', end: '2026-11-22T00:30:00Z' } }];
    const on = (zone: string): number => {
      const asked = queryOf('start:2026-11-22', sessionSearch, { now: testNow, zone });
      return asked.ok ? late.filter(asked.value).length : -1;
    };
    expect([on('Z'), on('+02:00')]).toEqual([0, 1]);
  });

  test('compares what has no value with nothing', () => {
    const asked = queryOf('end>2020-01-01', sessionSearch, context);
    expect(asked.ok && asked.value(aSession())).toBe(false);
  });

  test('takes a relative time from now', () => {
    const soon = { ...aSession(), timeslot: { start: testNow + hour, end: testNow + 2 * hour } };
    const holds = (query: string): boolean => {
      const asked = queryOf(query, sessionSearch, context);
      return asked.ok && asked.value(soon);
    };
    expect([holds('start<+90m'), holds('start<+30m'), holds('start>now')]).toEqual([true, false, true]);
  });
});

const piece = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('-', '"', '\\', ',', ':', '>=', 'status:', 'running', ' ', 'start>', '-24h', '\n', 'é'),
);
const typed = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
const said = fc.string({ minLength: 1, maxLength: 12 });
const term: fc.Arbitrary<Term> = fc.oneof(
  fc.record({ is: fc.constant('text'), not: fc.boolean(), at: fc.constant(0), text: said }),
  fc.record({
    is: fc.constant('field'),
    not: fc.boolean(),
    at: fc.constant(0),
    field: fc.constantFrom('status', 'a.b', 'x-y'),
    operator: fc.constantFrom(':', '>=', '<=', '>', '<'),
    values: fc.array(said, { minLength: 1, maxLength: 3 }),
  }),
);

function withoutPlaces(query: Query): readonly object[] {
  return query.map((each) => ({ ...each, at: 0 }));
}

const runs = { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300), seed: 11 };

describe('whatever is typed', () => {
  test('gets an answer, and a fault names a place in it', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const parsed = parseQuery(text);
        if (!parsed.ok) {
          expect(parsed.rejection.at).toBeGreaterThan(0);
          expect(parsed.rejection.at).toBeLessThanOrEqual(text.length + 1);
        }
      }),
      runs,
    );
  });

  test('means the same when it is printed and read again', () => {
    fc.assert(
      fc.property(fc.array(term, { maxLength: 6 }), (query) => {
        const read = parseQuery(printQuery(query));
        expect(read.ok && withoutPlaces(read.value)).toEqual(withoutPlaces(query));
        const again = read.ok && parseQuery(printQuery(read.value));
        expect(again).toEqual(read);
      }),
      runs,
    );
  });

  test('a word and its negation divide the list between them', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const parsed = parseQuery(text);
        const [only, ...more] = parsed.ok ? parsed.value : [];
        fc.pre(only !== undefined && more.length === 0);
        const yes = queryOf(printQuery([only]), workerSearch, context);
        const no = queryOf(printQuery([{ ...only, not: !only.not }]), workerSearch, context);
        expect(no.ok).toBe(yes.ok);
        for (const worker of workers) if (yes.ok && no.ok) expect(no.value(worker)).toBe(!yes.value(worker));
      }),
      runs,
    );
  });

  test('words alone mean what they meant before there were fields: all of them, in any order', () => {
    const words = fc.array(fc.stringMatching(/^[a-z0-9]{1,6}$/), { maxLength: 4 });
    fc.assert(
      fc.property(words, (given) => {
        const asked = queryOf(given.join(' '), workerSearch, context);
        for (const worker of workers) {
          const text = workerSearch.words(worker).join('\n').toLowerCase();
          expect(asked.ok && asked.value(worker)).toBe(given.every((word) => text.includes(word)));
        }
      }),
      runs,
    );
  });
});
