import { expect, test } from 'vitest';
import { whatIfAnswer } from '../testing/fixture-scheduler.ts';
import { aTemplate, noon } from '../testing/fixtures.ts';
import {
  answerInWords,
  differenceWords,
  hostsIn,
  nothingThought,
  thoughtFault,
  warmInWords,
  whatIfOf,
} from './what-if.ts';

const answer = whatIfAnswer(noon);

test.each([
  ['nothing', {}, 'Choose a lab, a worker, a template or a ceiling'],
  ['no number of seats', { definitionId: 'def_1', seats: '' }, 'Between 1 and 200 seats'],
  ['more seats than are booked at once', { definitionId: 'def_1', seats: '201' }, 'Between 1 and 200 seats'],
  ['a ceiling that is none', { ceiling: '-1' }, 'Between 0 and 1000 workers in a region'],
  ['labs kept ready beyond all measure', { warmId: 'def_1', depth: '11' }, 'Between 0 and 10 labs kept ready'],
  [
    'a template of which nothing is made',
    { template: 'metal' },
    'Choose more sessions or a worker less: only then new workers are made',
  ],
])('%s cannot be thought through, and it says why', (_, fields, fault) => {
  expect(thoughtFault({ ...nothingThought, ...fields })).toBe(fault);
});

test('what is typed becomes the question, and what is empty stays as it is', () => {
  const templates = [aTemplate(), aTemplate({ name: 'small', enabled: false }), aTemplate({ name: 'large' })];
  const thought = {
    ...nothingThought,
    definitionId: 'def_1',
    seats: '10',
    template: 'small',
    warmId: 'def_2',
    depth: '3',
  };
  expect(thoughtFault(thought)).toBeUndefined();
  expect(whatIfOf(thought, templates)).toEqual({
    bookings: [{ definitionId: 'def_1', seats: 10 }],
    withoutWorkers: [],
    templates: [
      { name: aTemplate().name, like: aTemplate().name, enabled: false },
      { name: 'small', like: 'small', enabled: true },
      { name: 'large', like: 'large', enabled: false },
    ],
    warm: [{ definitionId: 'def_2', depth: 3 }],
  });
  const less = whatIfOf({ ...nothingThought, withoutWorker: 'wkr_1', ceiling: '4' }, templates);
  expect(less).toEqual({ bookings: [], withoutWorkers: ['wkr_1'], templates: [], warm: [], ceilingPerRegion: 4 });
});

test('the answer is one sentence: whether it works, on what, for how much', () => {
  expect(answerInWords({ ...answer, warm: [] })).toBe(
    '1 seat fits, with 1 new worker. It costs 2.5 h of hosts and $9.90 more.',
  );
  const [booking] = answer.bookings;
  const some = { ...answer, bookings: [{ ...Object(booking), seats: 10, fit: 8 }], warm: [], newWorkers: [] };
  expect(answerInWords({ ...some, difference: { hours: 0, costUsd: 0 } })).toBe(
    '8 of 10 seats fit. It costs nothing more: hosts run then anyway.',
  );
  const moved = [{ fits: true }, { fits: false }].map((each) => Object(each));
  const less = { ...some, bookings: [], moved, difference: { hours: -2, costUsd: -8 } };
  expect(answerInWords(less)).toBe('1 of 2 sessions find another place. It costs 2 h of hosts and $8.00 less.');
  expect(answerInWords({ ...less, moved: [] })).toMatch(/^Nothing that is booked would change\./);
  expect(hostsIn({ newWorkers: [] })).toBe('none');
  expect(differenceWords({ hours: 0.01, costUsd: 0 })).toContain('anyway');
});

test('labs kept ready are told with their disk, the hosts that have less room, and what they are worth', () => {
  const [warm] = answer.warm;
  expect(warm && warmInWords(warm)).toBe(
    '3 on each worker (now 1): 5 labs on 2 workers, 40 GiB of disks that are paid for anyhow; metal-2 has room for 2. ' +
      'Sessions with one were up 1 min 35 s sooner.',
  );
  const of = { ...Object(warm), fewer: [], soonerSeconds: undefined };
  expect(warmInWords({ ...of, workers: 0 })).toContain('no worker is up just now');
  expect(warmInWords({ ...of, depth: 0 })).toBe('none would be kept ready any more, now it is 1 on each worker.');
  expect(warmInWords(of)).toContain('not known before there were both');
});
