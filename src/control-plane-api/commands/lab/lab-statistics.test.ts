import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { LabReading, LabStatistics, wantedStatisticsKey } from '@lcm/core/contracts/lab-statistics';
import { LabRecordId } from '@lcm/core/domain/lab';
import { testNow } from '@lcm/core/domain/testing';
import { FakeClock, SeededRandom, toIso } from '@lcm/core/kernel';
import { expect, test } from 'vitest';
import { workers } from '../../application/aggregates.ts';
import { LabReadings } from '../../application/lab-readings.ts';
import { shareLabReadings } from '../../application/share-lab-readings.ts';
import { openLabPlane } from '../../testing/lab-plane.ts';
import { settle } from '../../testing/sse-harness.ts';

const controller = { role: 'lablet-controller' } as const;
const node = {
  label: 'R1',
  state: 'BOOTED',
  cpuPercent: 6,
  memoryPercent: 50,
  diskReadBytes: 300,
  diskWrittenBytes: 16,
};
const link = { label: 'R1-R2', readBytes: 4500, readPackets: 44, writtenBytes: 900, writtenPackets: 9 };

function reading(labRecordId: string, at = testNow): object {
  return { labRecordId, at: toIso(at), nodes: [node], links: [link] };
}

async function opened() {
  const on = await openLabPlane();
  const id = await on.find('a', { sighting: 'booted', rawState: 'BOOTED' });
  const ask = async (as?: Parameters<typeof on.answer>[2]) =>
    LabStatistics.parse(await on.answer('GetLabStatistics', { labRecordId: id }, as));
  const tell = async (...readings: readonly object[]) => on.answer('ReportLabStatistics', { readings }, controller);
  return { ...on, id, ask, tell, clock: on.plane.clock, coordination: on.plane.plane.deps.coordination };
}

test('whoever asks what a lab does has it read now, and without a commit', async () => {
  const { id, ask, tell, coordination, plane } = await opened();
  const before = plane.plane.state.audit.head;
  const asked = ask();
  await settle();
  const { items } = await coordination.list(wantedStatisticsKey);
  expect(items.map(({ value }) => value)).toEqual([id]);
  await tell(reading(id));
  expect(await asked).toMatchObject({ reading: { nodes: [node], links: [link] }, trouble: undefined });
  expect(plane.plane.state.audit.head).toBe(before);
});

test('many who look at once have it read once, and a moment ago is as good as now', async () => {
  const { id, ask, tell, coordination } = await opened();
  const revision = async () => (await coordination.list(wantedStatisticsKey)).items[0]?.modRevision;
  const asked = [ask(), ask(), ask()];
  await settle();
  const first = await revision();
  expect(first).toBeDefined();
  await tell(reading(id));
  await Promise.all(asked);
  expect((await ask()).trouble).toBeUndefined();
  expect(await revision()).toBe(first);
});

test('when nobody answers, what was read last is told as such', async () => {
  const { id, ask, tell, clock } = await opened();
  await tell(reading(id));
  clock.step(60_000);
  const asked = ask();
  await settle();
  clock.step(4_000);
  expect(await asked).toMatchObject({ reading: { at: testNow }, trouble: 'CML has not told just now.' });
});

test('of a lab on a host that is down what was read last is told at once, with why', async () => {
  const { ask, commit, workerId } = await opened();
  await commit(workers, workerId, [{ type: 'WorkerServiceStatusChanged', to: 'starting', at: testNow }]);
  expect(await ask()).toMatchObject({ reading: undefined, trouble: expect.stringContaining('its CML starting') });
});

test('only those who may see a lab are told what it does', async () => {
  const { id, refusal, answer, ask, tell } = await opened();
  const uma = { role: 'user', id: 'uma' } as const;
  expect(await refusal('GetLabStatistics', { labRecordId: id }, uma)).toMatch(/^lab.unknown/);
  await answer('AssignLab', { labRecordId: id, personId: 'uma', level: 'view', reason: 'class' });
  await tell(reading(id));
  expect((await ask(uma)).reading?.nodes).toHaveLength(1);
  expect(await refusal('ReportLabStatistics', { readings: [reading(id)] }, uma)).toMatch(/^access.denied/);
});

const [one, other] = [LabRecordId.parse('lab_1'), LabRecordId.parse('lab_2')];

test('the newest of each lab is kept, whatever comes late, and nothing of labs that are no more', () => {
  const there = new Set([one, other]);
  const clock = new FakeClock(testNow);
  const readings = new LabReadings({
    coordination: new EmbeddedCoordination({ clock }),
    clock,
    isThere: (id) => there.has(id),
  });
  readings.take([LabReading.parse(reading(one)), LabReading.parse(reading(other))]);
  clock.step(10_000);
  readings.take([LabReading.parse(reading(one, clock.now()))]);
  readings.take([LabReading.parse(reading(one))]);
  expect(readings.newest(one)?.at).toBe(clock.now());
  there.delete(other);
  readings.take([LabReading.parse(reading(one, clock.now()))]);
  expect(readings.newest(other)).toBeUndefined();
});

test('what one control plane is told of a lab, the others know', async () => {
  const clock = new FakeClock(testNow);
  const coordination = new EmbeddedCoordination({ clock });
  const stop = new AbortController();
  const [a, b] = ['a', 'b'].map((name) => {
    const labReadings = new LabReadings({ coordination, clock, isThere: () => true });
    const replica = { name, random: new SeededRandom(1) };
    return { labReadings, run: shareLabReadings({ labReadings, coordination, clock, replica })(stop.signal) };
  });
  a?.labReadings.take([LabReading.parse(reading(one))]);
  await settle();
  expect(b?.labReadings.newest(one)?.nodes).toEqual([node]);
  stop.abort();
  await Promise.all([a?.run, b?.run]);
});
