import { hour, minute, testNow } from '@lcm/core/domain/testing';
import { instant, toIso } from '@lcm/core/kernel';
import { describe, expect, test } from 'vitest';
import { demoDefinition, furnish, openTestPlane } from '../../testing/plane.ts';

const start = toIso(instant(testNow + 2 * hour));

function at(offset: number): string {
  return toIso(instant(testNow + offset));
}

async function world() {
  const opened = await openTestPlane();
  await furnish(opened.call);
  await opened.call('ChangeSettings', { values: { 'fleet.ceilingPerRegion': 2 } });
  return opened;
}

const booking = { definitionId: demoDefinition, start };

describe('how many fit when', () => {
  test('is none before a host can be up, and no more than wanted after that', async () => {
    const { call } = await world();
    const asked = { definitionId: demoDefinition, seats: 6, step: 30, until: toIso(instant(testNow + 2 * hour)) };
    const answer = await call('GetAvailability', asked, { role: 'user' });
    expect(answer).toMatchObject({
      value: { body: { seats: 6, slots: [{ fit: 0 }, { fit: 6 }, { fit: 6 }, { fit: 6 }] } },
    });
  });

  test('is as many as the fleet may ever hold, when more are asked for', async () => {
    const { call } = await world();
    const asked = { definitionId: demoDefinition, seats: 20, from: start, until: toIso(instant(testNow + 3 * hour)) };
    expect(await call('GetAvailability', asked)).toMatchObject({
      value: { body: { slots: [{ fit: 8 }, { fit: 8 }] } },
    });
  });

  test.each<[string, object, string]>([
    ['more starts than are answered', { step: 5, until: toIso(instant(testNow + 72 * hour)) }, 'availability.invalid'],
    ['starts beyond the horizon', { from: toIso(instant(testNow + 181 * 24 * hour)) }, 'session.too-far'],
    ['longer than the lab may last', { durationMinutes: 1440 }, 'session.too-long'],
  ])('is not told for %s', async (_, fields, code) => {
    const { call } = await world();
    const asked = { definitionId: demoDefinition, seats: 1, step: 30, ...fields };
    expect(await call('GetAvailability', asked)).toMatchObject({ ok: false, rejection: { code } });
  });
});

describe('what if', () => {
  const asked = { bookings: [], templates: [], withoutWorkers: [], warm: [] };

  test('more seats are booked: how many fit, on which new hosts, and what those cost; and nothing is written', async () => {
    const { call, views } = await world();
    const { position } = views;
    const answer = await call('AskWhatIf', { ...asked, bookings: [{ ...booking, seats: 10 }] }, { role: 'manager' });
    expect(answer).toMatchObject({
      value: {
        body: {
          bookings: [{ seats: 10, fit: 8, verdict: { placed: false } }],
          newWorkers: [{ template: 'metal' }, { template: 'metal' }],
          before: { hosts: 0, hours: 0, costUsd: 0 },
          after: { hosts: 2 },
        },
      },
    });
    expect(views.position).toBe(position);
  });

  test('the template were larger', async () => {
    const { call } = await world();
    const capacity = { cpuCores: 48, memoryMiB: 196_608, storageGiB: 500, nodes: 200 };
    const templates = [{ name: 'metal', like: 'metal', capacity, enabled: true }];
    const answer = await call('AskWhatIf', { ...asked, bookings: [{ ...booking, seats: 10 }], templates });
    expect(answer).toMatchObject({ value: { body: { bookings: [{ fit: 10 }], newWorkers: [{}] } } });
  });

  test('a worker were gone: where its sessions would go', async () => {
    const { call, views, clock } = await world();
    const booked = call('BookSession', booking);
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    clock.step(2_000);
    await booked;
    const [session] = views.list('session').map(({ state }) => state);
    await call('PlanWorker', { workerId: 'wkr_1', template: 'metal', reason: 'more' }, { role: 'scheduler' });
    const from = at(hour);
    const until = at(4 * hour);
    const place = { workerId: 'wkr_1', workerName: 'one', reservationId: 'res_1', from, until, ports: {}, why: 'fits' };
    const timeslot = { start: at(2 * hour), end: at(3 * hour) };
    const verdict = { decidedAt: at(0), placed: true, summary: 'fits', workers: [], wouldHelp: [] };
    const scheduled = { sessionId: session?.id, placement: place, timeslot, verdict };
    expect(await call('ScheduleSession', scheduled, { role: 'scheduler' })).toMatchObject({ ok: true });
    const answer = await call('AskWhatIf', { ...asked, withoutWorkers: ['wkr_1'] });
    expect(answer).toMatchObject({
      value: { body: { moved: [{ sessionId: session?.id, fits: true }], newWorkers: [{}] } },
    });
  });

  test('more labs were kept ready: on which hosts, of what disk; and no host is made for them', async () => {
    const { call } = await world();
    await call('SetWarmDepth', { definitionId: demoDefinition, depth: 1 });
    const answer = await call('AskWhatIf', { ...asked, warm: [{ definitionId: demoDefinition, depth: 3 }] });
    const nowhere = { workers: 0, labs: 0, fewer: [], storageGiB: 0 };
    expect(answer).toMatchObject({
      value: { body: { newWorkers: [], warm: [{ title: 'VLANs', before: 1, depth: 3, ...nowhere }] } },
    });
  });

  test.each<[string, object, string]>([
    ['a lab that is kept ready', { warm: [{ definitionId: 'def_none', depth: 1 }] }, 'definition.unknown'],
    ['a worker', { withoutWorkers: ['wkr_none'] }, 'worker.unknown'],
    ['a template', { templates: [{ name: 'big', like: 'none', enabled: true }] }, 'template.unknown'],
    ['a lab', { bookings: [{ definitionId: 'def_none', seats: 1 }] }, 'definition.unknown'],
  ])('%s that is not there is told', async (_, fields, code) => {
    const { call } = await world();
    expect(await call('AskWhatIf', { ...asked, ...fields })).toMatchObject({ ok: false, rejection: { code } });
  });
});

describe('a seat is handed out', () => {
  test('by its manager, once', async () => {
    const { call, views, clock } = await world();
    const cohort = { definitionId: demoDefinition, name: 'Class', mode: 'all-or-nothing', start, seats: 1 };
    const booked = call('BookCohort', cohort, { role: 'manager', id: 'mia' });
    for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
    clock.step(4 * minute);
    await booked;
    const sessionId = views.list('session')[0]?.state.id;
    const give = async (ownerId: string) => call('HandOutSeat', { sessionId, ownerId }, { role: 'manager', id: 'mia' });
    expect(await give('uma')).toMatchObject({ value: { body: { ownerId: 'uma' } } });
    expect(await give('uma')).toMatchObject({ ok: true });
    expect(await give('oto')).toMatchObject({ rejection: { code: 'session.handed-out' } });
  });
});
