import { DefinitionNeeds } from '@lcm/core/contracts/definition-use';
import { type Definition, DefinitionId } from '@lcm/core/domain/definition';
import { LabRecordId } from '@lcm/core/domain/lab';
import { SessionId } from '@lcm/core/domain/session';
import { aDefinitionContent, aWorker, testNow } from '@lcm/core/domain/testing';
import { effectiveCapacity, evolveWorker, peakUsage, ReservationId, reserve } from '@lcm/core/domain/worker';
import { instant, toIso } from '@lcm/core/kernel';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { labs, sessions } from '../../application/aggregates.ts';
import { bookableLab } from '../../application/booking.ts';
import { openLabPlane } from '../../testing/lab-plane.ts';
import { demoDefinition, furnish, openTestPlane } from '../../testing/plane.ts';

const controller = { role: 'lablet-controller' } as const;
const author = { role: 'lab-author' } as const;
const definitionId = DefinitionId.parse(demoDefinition);
const { needs } = aDefinitionContent;
const MiB = 1024 ** 2;

/** Sessions with their labs, which are measured as a look at their host measures them. */
async function aWorld() {
  const on = await openLabPlane();
  const at = testNow;
  const begin = async (number: number) => {
    const labRecordId = await on.find(`lab-${number}`, { sighting: 'booted', rawState: 'BOOTED' });
    const lab = bookableLab({ definitionId }, on.plane.views);
    if (!lab.ok) throw new Error(lab.rejection.message);
    const { definition } = lab.value;
    const id = SessionId.parse(`ses_${number}`);
    const wanted = { durationMinutes: 60 };
    await on.commit(sessions, id, [
      { type: 'SessionBooked', id, name: id, definition, ownerId: 'uma', by: 'uma', wanted, at },
    ]);
    await on.commit(labs, LabRecordId.parse(labRecordId), [
      { type: 'LabBound', sessionId: id, basedOn: definitionId, at },
    ]);
    return labRecordId;
  };
  const measure = async (labRecordId: string, figures: object) => {
    const node = { label: 'R1', state: 'BOOTED', cpuPercent: 0, diskReadBytes: 0, diskWrittenBytes: 0, ...figures };
    const reading = { labRecordId, at: toIso(at), nodes: [node], links: [] };
    await on.answer('ReportLabStatistics', { readings: [reading] }, controller);
  };
  const learned = async () => DefinitionNeeds.parse(await on.answer('GetNeeds', { definitionId }, author));
  const definition = (): Definition | undefined => on.plane.views.get('definition', definitionId)?.state;
  return { ...on, begin, measure, learned, definition };
}

test('what labs of sessions used is shown beside what they are said to need, and is accepted by an author', async () => {
  const { begin, measure, learned, answer, definition } = await aWorld();
  expect(await learned()).toEqual({ inForce: needs, derived: needs, learns: false });
  const used = { cpuPercent: 100 * needs.cpuCores + 120, memoryMiB: needs.memoryMiB + 100, diskBytes: 2048 * MiB };
  await measure(await begin(1), used);
  const { measured, suggested } = await learned();
  expect(measured).toMatchObject({ sessions: 1, p95: { cpuCores: needs.cpuCores + 1.2, storageGiB: 2 } });
  expect(suggested?.cpuCores).toBe(needs.cpuCores + 2);
  expect(definition()?.needs).toEqual(needs);
  await answer('SetNeeds', { definitionId, ...suggested }, author);
  expect(await learned()).toMatchObject({ inForce: { ...needs, ...suggested }, derived: needs, source: 'author' });
});

test('measuring again is one commit only when it is more, and labs of nobody’s session are left out', async () => {
  const { begin, find, measure, plane } = await aWorld();
  const lab = await begin(1);
  await measure(lab, { cpuPercent: 150 });
  const { head } = plane.plane.state.audit;
  await measure(lab, { cpuPercent: 160 });
  await measure(lab, { state: 'STARTED', cpuPercent: 500 });
  await measure(await find('by-hand', {}), { cpuPercent: 500 });
  expect(plane.plane.state.audit.head).toBe(head + 1);
  await measure(lab, { cpuPercent: 190 });
  expect(plane.plane.state.audit.head).toBe(head + 2);
});

test('where that is wanted more is taken by itself after five sessions, and less never', async () => {
  const { begin, measure, answer, definition } = await aWorld();
  await answer('ChangeSettings', { values: { 'sessions.learnNeeds': true } });
  for (const number of [1, 2, 3, 4]) await measure(await begin(number), { cpuPercent: 100 * (needs.cpuCores + 1) });
  expect(definition()?.needs).toEqual(needs);
  await measure(await begin(5), { cpuPercent: 10, memoryMiB: 1 });
  const raised = { ...needs, cpuCores: needs.cpuCores + 1 };
  expect(definition()).toMatchObject({ needs: raised, derivedNeeds: needs, needsSource: 'learned' });
});

test('what was measured before it was wanted, or before a process died that had yet to draw its conclusion, counts with the next reading', async () => {
  const { begin, measure, answer, definition } = await aWorld();
  const used = { cpuPercent: 100 * (needs.cpuCores + 1) };
  const last = await [1, 2, 3, 4, 5].reduce<Promise<string>>(async (before, number) => {
    await before;
    const lab = await begin(number);
    await measure(lab, used);
    return lab;
  }, Promise.resolve(''));
  await answer('ChangeSettings', { values: { 'sessions.learnNeeds': true } });
  expect(definition()?.needs).toEqual(needs);
  await measure(last, used);
  expect(definition()?.needs.cpuCores).toBe(needs.cpuCores + 1);
});

/** At no instant do reservations of a worker exceed what it has: whoever corrects needs, and whenever. */
test('correcting needs moves nothing that is booked, and no worker is overbooked by it', async () => {
  const step = fc.oneof(
    fc.record({ cores: fc.integer({ min: 1, max: 40 }), more: fc.integer({ min: 0, max: 60_000 }) }),
    fc.record({ from: fc.integer({ min: 0, max: 10 }), hours: fc.integer({ min: 1, max: 5 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const { call, views } = await openTestPlane();
      await furnish(call);
      let worker = aWorker();
      const booked = new Map<string, unknown>();
      for (const [number, each] of steps.entries()) {
        if ('cores' in each) {
          const wanted = { cpuCores: each.cores, memoryMiB: needs.memoryMiB + each.more, storageGiB: 1 };
          expect(await call('SetNeeds', { definitionId, ...wanted }, author)).toMatchObject({ ok: true });
          continue;
        }
        const lab = bookableLab({ definitionId }, views);
        if (!lab.ok) throw new Error(lab.rejection.message);
        const id = ReservationId.parse(`res_${number}`);
        const from = instant(testNow + each.from * 3_600_000);
        const until = instant(from + each.hours * 3_600_000);
        const amounts = lab.value.definition.needs;
        const sessionId = SessionId.parse(`ses_${number}`);
        const claim = { id, sessionId, from, until, amounts, ports: {}, confirmed: true, confirmBy: until };
        const decided = reserve(worker, [claim], testNow);
        if (decided.ok) booked.set(id, amounts);
        worker = decided.ok ? decided.value.reduce(evolveWorker, worker) : worker;
      }
      const claims = Object.values(worker.reservations);
      expect(new Map(claims.map(({ id, amounts }) => [String(id), amounts]))).toEqual(booked);
      const capacity = effectiveCapacity(worker);
      for (const { from, until } of claims)
        for (const [name, used] of Object.entries(peakUsage(claims, from, until)))
          expect(used).toBeLessThanOrEqual(Number(Object(capacity)[name]));
    }),
    { numRuns: 20 },
  );
});
