import { workerSearch } from '@lcm/core/domain/query';
import { SessionId } from '@lcm/core/domain/session';
import { WorkerId } from '@lcm/core/domain/worker';
import { expect, test } from 'vitest';
import {
  aCommit,
  aDefinition,
  admin,
  aReservation,
  aSession,
  aTemplate,
  aWorker,
  minutes,
  noon,
  user,
} from '../testing/fixtures.ts';
import { needsAttention } from './attention.ts';
import { bookingOf, draftFor, faultOf, startingAt } from './booking-form.ts';
import { fleetCapacity, usageOf } from './capacity.ts';
import { historyWords } from './event-words.ts';
import { asksForStatus, filtered, zoneOf } from './filter.ts';
import {
  whyNotBook,
  whyNotExtend,
  whyNotLaunch,
  whyNotRename,
  whyNotReplace,
  whyNotTerminate,
  whyNotWorker,
} from './permissions.ts';
import { ganttRows, subStep, waitsFor } from './session-words.ts';
import { workerProgress } from './worker-progress.ts';

test('an order that is not possible says why, the role before the state', () => {
  const at = { worker: aWorker(), now: noon };
  expect(whyNotWorker(admin, 'drain', at)).toBeUndefined();
  expect(whyNotWorker(admin, 'start', at)).toBe('Start: not possible while it is running');
  expect(whyNotWorker(user, 'start', at)).toBe('Needs the role manager or admin');
});

test('a worker with a session on it is not stopped, one with a session later is', () => {
  const busy = aWorker({ reservations: { res_1: aReservation() } });
  const later = aWorker({ reservations: { res_1: aReservation({ from: minutes(5) }) } });
  expect(whyNotWorker(admin, 'stop', { worker: busy, now: noon })).toBe(
    '1 session on it now: drain it, or end them first',
  );
  expect(whyNotWorker(admin, 'stop', { worker: later, now: noon })).toBeUndefined();
});

test('candidates end and launch their own sessions only', () => {
  const ready = aSession({ status: 'ready' });
  expect(whyNotLaunch(user, ready)).toBeUndefined();
  const due = { ...ready, delivery: undefined, deliveryDue: { since: ready.bookedAt, reason: 'it is away' } };
  expect(whyNotLaunch(user, due)).toBe('Its candidate’s side is not there yet');
  expect(whyNotTerminate(user, ready)).toBeUndefined();
  expect(whyNotTerminate(user, aSession({ ownerId: 'other' }))).toMatch(/belongs to somebody else/);
  expect(whyNotLaunch(user, aSession())).toBe('Not possible while it is pending');
});

test('candidates extend and rename their own sessions; another place is for operators, before it is prepared', () => {
  const scheduled = aSession({ status: 'scheduled' });
  expect(whyNotExtend(user, scheduled)).toBeUndefined();
  expect(whyNotExtend(user, aSession())).toBe('Not possible while it is pending');
  expect(whyNotRename(user, aSession({ status: 'archived' }))).toBeUndefined();
  expect(whyNotRename(user, aSession({ ownerId: 'other' }))).toMatch(/belongs to somebody else/);
  expect(whyNotReplace(user, 'move', { session: scheduled, now: noon })).toBe('Needs the role manager or admin');
  expect(whyNotReplace(admin, 'move', { session: scheduled, now: noon })).toBeUndefined();
});

test('definitions are booked while they are active', () => {
  expect(whyNotBook(user, aDefinition({ status: 'inactive' }))).toBe('Only active definitions can be booked');
});

test('what is broken or late needs attention, the worst first', () => {
  const workers = [
    aWorker(),
    aWorker({ id: WorkerId.parse('wkr_2'), name: 'bad', status: 'failed', reason: 'no capacity' }),
  ];
  const late = aSession({ status: 'scheduled', timeslot: { start: minutes(-1), end: minutes(59) } });
  const retried = aSession({
    id: SessionId.parse('ses_2'),
    status: 'instantiating',
    progress: {
      instantiate: { import_lab: { status: 'failed', attempts: 2, startedAt: minutes(-1), message: '503' } },
    },
  });
  expect(needsAttention({ workers, sessions: [retried, late], templates: [] }, noon).map(({ why }) => why)).toEqual([
    'failed: no capacity',
    'Its start has passed and it is not ready',
    'Import lab failed: 503',
  ]);
  expect(needsAttention({ workers: [aWorker()], sessions: [aSession()], templates: [aTemplate()] }, noon)).toEqual([]);
});

test('a session without its host needs attention before all that can wait', () => {
  const suspensions = [{ from: minutes(-4), reason: 'EC2 has ended it', cause: 'worker-lost' }] as const;
  const lost = aSession({ status: 'running', suspensions });
  expect(needsAttention({ workers: [], sessions: [lost], templates: [] }, noon)).toMatchObject([
    { severity: 'danger', why: `Its host was lost at ${minutes(-4)}: its lab is being brought back` },
  ]);
});

test('a session says what it waits for', () => {
  expect(waitsFor(aSession())).toBe('Waits for a place on a worker');
  const importing = aSession({
    status: 'instantiating',
    progress: {
      instantiate: {
        await_worker: { status: 'done', attempts: 1, startedAt: minutes(-2), endedAt: minutes(-1), message: '' },
        import_lab: { status: 'running', attempts: 1, startedAt: minutes(-1), message: 'sending 12 kB' },
      },
    },
  });
  expect(waitsFor(importing)).toBe('Import lab: sending 12 kB');
  expect(subStep(importing)).toBe('Import lab (1 of 7 steps)');
  expect(ganttRows(importing).map(({ status }) => status)).toEqual([
    'done',
    'running',
    'waiting',
    'waiting',
    'waiting',
    'waiting',
    'waiting',
  ]);
});

test('a session whose lab is away says why, and what brings it back', () => {
  const from = minutes(-2);
  const reset = { from, cause: 'reset', reason: 'begin anew' } as const;
  const stopping = {
    status: 'running',
    attempts: 1,
    startedAt: from,
    message: 'the lab has been told to stop',
  } as const;
  const fields = { status: 'running', suspensions: [reset], reason: 'begin anew' } as const;
  expect(waitsFor(aSession({ ...fields, progress: { reset: {} } }))).toBe('begin anew');
  expect(waitsFor(aSession({ ...fields, progress: { reset: { stop_lab: stopping } } }))).toBe(
    'Stop lab: the lab has been told to stop',
  );
  const wish = { kind: 'replace', by: 'lablet-controller', reason: 'its host is lost', at: from } as const;
  expect(waitsFor(aSession({ status: 'instantiating', wish, reason: 'its host is lost' }))).toBe(
    'its host is lost; another place is looked for',
  );
});

function to(status: string) {
  return [{ type: 'WorkerStatusChanged', to: status }];
}

test('the way up of a worker shows the times of its present launch only', () => {
  const history = [
    aCommit(1, to('provisioning')),
    aCommit(2, to('running')),
    aCommit(3, to('stopped')),
    aCommit(4, to('starting')),
    aCommit(5, to('running')),
  ];
  const steps = workerProgress(aWorker({ service: 'starting', license: { status: 'unregistered' } }), history);
  expect(steps.map(({ name, state, at }) => [name, state, at])).toEqual([
    ['Planned', 'done', undefined],
    ['Instance requested', 'done', undefined],
    ['Starting', 'done', Date.parse(minutes(4))],
    ['Running', 'done', Date.parse(minutes(5))],
    ['CML available', 'current', undefined],
    ['Licensed', 'waiting', undefined],
  ]);
  expect(workerProgress(aWorker({ status: 'stopped' }), history)).toEqual([]);
});

test('capacity counts what is reserved now and at most in the next day', () => {
  const worker = aWorker({
    reservations: { res_1: aReservation(), res_2: aReservation({ from: minutes(30), until: minutes(60) }) },
  });
  const { now, peak } = usageOf(worker, noon);
  expect([now.cpuCores, peak.cpuCores]).toEqual([8, 16]);
  const fleet = fleetCapacity([worker, aWorker({ status: 'stopped' }), aWorker({ status: 'failed' })], noon);
  expect([fleet.running.cpuCores, fleet.usable.cpuCores]).toEqual([48, 96]);
  expect(fleet.slots.slice(0, 4).map((slot) => slot.peak.cpuCores)).toEqual([8, 16, 8, 0]);
});

test('a booking is asked for only when it can be answered', () => {
  const definition = aDefinition();
  const draft = draftFor(definition);
  expect(faultOf(draft, definition, noon)).toBeUndefined();
  expect(bookingOf(draft, definition)).toEqual({ definitionId: definition.id, durationMinutes: 60 });
  expect(faultOf({ ...draft, durationMinutes: '121' }, definition, noon)).toBe('At most 120 minutes');
  expect(faultOf({ ...draft, durationMinutes: 'long' }, definition, noon)).toMatch(/whole number/);
  expect(faultOf({ ...draft, when: 'at' }, definition, noon)).toBe('Choose a time');
  expect(faultOf(startingAt(draft, noon - 120_000), definition, noon)).toBe('That time has passed');
  expect(bookingOf(startingAt(draft, noon + 30_000), definition).start).toBe(minutes(1));
  const urgent = { ...draft, region: 'us-east-1', isRegionOnly: true, priority: 'high' } as const;
  expect(bookingOf(urgent, definition)).toMatchObject({ region: 'us-east-1', regionOnly: true, priority: 'high' });
  expect(bookingOf({ ...urgent, region: '' }, definition)).not.toHaveProperty('regionOnly');
});

test('filters look for every word, in whatever order and case', () => {
  const workers = [aWorker({ name: 'exam', status: 'running' })];
  const found = (query: string) => filtered(workers, query, { searchable: workerSearch, now: noon });
  expect(found('EXA run').items).toEqual(workers);
  expect(found('exam stopped').items).toEqual([]);
  expect(found('').items).toEqual(workers);
  expect(found('status:stopped').items).toEqual([]);
});

test('a query that cannot be read says why and hides nothing', () => {
  const workers = [aWorker()];
  const { items, fault } = filtered(workers, 'stat:running', { searchable: workerSearch, now: noon });
  expect(items).toEqual(workers);
  expect(fault).toContain("unknown field 'stat'");
  expect([asksForStatus('-status:stopped'), asksForStatus('status')]).toEqual([true, false]);
  expect(zoneOf(noon)).toMatch(/^[+-]\d\d:\d\d$/);
});

test('events are sentences, also those without one of their own', () => {
  expect(historyWords({ type: 'WorkerStatusChanged', to: 'running', reason: 'EC2 says so' })).toBe(
    'Became running: EC2 says so',
  );
  expect(
    historyWords({ type: 'WorkerLicenseChanged', license: { status: 'unregistered', operation: 'registering' } }),
  ).toBe('Licence unregistered (registering)');
  expect(historyWords({ type: 'WorkerVacated', launch: 2 })).toBe('Worker vacated');
  expect(historyWords({ type: 'WorkerSnoozed', until: noon, at: noon - 1, reason: 'by Ada' })).toBe(
    'Stays up until 2026-11-21T12:00:00.000Z at least: by Ada',
  );
  expect(historyWords({ type: 'WorkerSnoozed', until: noon, at: noon })).toBe('Is not snoozed any more');
  expect(historyWords({ type: 'WorkerActivityChanged' })).toBe('CML does not tell what happens on it');
});
