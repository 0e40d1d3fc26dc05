import { WorkerPorts } from '@lcm/core/contracts/port-use';
import { DefinitionId } from '@lcm/core/domain/definition';
import type { LabPort, LabReport } from '@lcm/core/domain/lab';
import { SessionId } from '@lcm/core/domain/session';
import { hour, testNow } from '@lcm/core/domain/testing';
import { ReservationId } from '@lcm/core/domain/worker';
import { instant } from '@lcm/core/kernel';
import { beforeEach, expect, test } from 'vitest';
import { labs, workers } from '../../application/aggregates.ts';
import { type LabPlane, openLabPlane } from '../../testing/lab-plane.ts';

const manager = { role: 'manager' } as const;
const sessionId = SessionId.parse('ses_1');
const door = (port: number): LabPort => ({ label: 'R1', protocol: 'serial', port });

let on: LabPlane;

beforeEach(async () => {
  on = await openLabPlane();
});

/** The session has R1 on port 2001, from now on for an hour. */
async function promise(): Promise<void> {
  const amounts = { cpuCores: 1, memoryMiB: 1024, storageGiB: 1, nodes: 1 };
  const times = { from: testNow, until: instant(testNow + hour), confirmBy: testNow };
  const of = { id: ReservationId.parse('res_1'), sessionId, amounts, ports: { R1_serial: 2001 }, confirmed: true };
  await on.commit(workers, on.workerId, [{ type: 'WorkerReserved', reservations: [{ ...of, ...times }], at: testNow }]);
}

async function sessionLab(ports: readonly LabPort[]): Promise<string> {
  const id = await on.find('b', { title: 'VLANs', ports });
  const basedOn = DefinitionId.parse('def_1');
  await on.commit(labs, id, [
    { type: 'LabBound', sessionId, basedOn, at: testNow },
    { type: 'LabSessionMoved', sessionId, phase: 'up', at: testNow },
  ]);
  return id;
}

async function drifts(): Promise<readonly unknown[]> {
  const { items } = WorkerPorts.parse(await on.answer('GetWorkerPorts', { workerId: on.workerId }, manager));
  return items.map(({ port, drift, drifted }) => [port, drift, drifted]);
}

test('ports that labs hold as promised, and ports beside those of sessions, are in order', async () => {
  await promise();
  await sessionLab([door(2001)]);
  await on.find('a', { ports: [door(1999)] });
  expect(await drifts()).toEqual([[2001, undefined, undefined]]);
});

test('what a lab holds and nobody promised, what another session was promised, and what is not open, are told apart', async () => {
  await promise();
  const own = await sessionLab([door(2005)]);
  const other = await on.find('a', { ports: [door(2007)] });
  expect(await drifts()).toEqual([
    [2001, 'closed', own],
    [2005, 'unpromised', own],
    [2007, 'unpromised', other],
  ]);
  const third = await on.find('c', { ports: [door(2001)] });
  expect((await drifts())[0]).toEqual([2001, 'clash', third]);
});

test('an operator has a lab give back its port, or get it, also while a session has it', async () => {
  await promise();
  const [own, other] = [await sessionLab([]), await on.find('a', { ports: [door(2007)] })];
  for (const labRecordId of [own, other]) {
    expect(await on.answer('SettleLabPorts', { labRecordId, reason: 'drifted' }, manager)).toMatchObject({
      pending: { action: 'settle-ports', by: 'manager', message: 'drifted' },
    });
  }
  expect(await on.refusal('StopLab', { labRecordId: own })).toMatch(/^lab.in-session|^lab.busy/);
  const done: LabReport = { type: 'action-done', status: 'stopped', message: 'as promised', ports: [] };
  await on.report(other, 2, done);
  expect(await drifts()).toEqual([[2001, 'closed', own]]);
  expect(await on.answer('GetHistory', { kind: 'lab', id: other }, manager)).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ operation: 'SettleLabPorts' })]),
  });
});

test('where nothing has drifted, nothing is settled; where nobody can be asked, that is said', async () => {
  const labRecordId = await on.find('a', { ports: [door(1999)] });
  expect(await on.refusal('SettleLabPorts', { labRecordId })).toMatch(/^lab.ports-settled: .*nothing to settle/);
  expect(await on.refusal('SettleLabPorts', { labRecordId: 'lab_none' })).toMatch(/^lab.unknown/);
  expect(await on.refusal('GetWorkerPorts', { workerId: 'wkr_9' })).toMatch(/^worker.unknown/);
  await on.commit(workers, on.workerId, [{ type: 'WorkerServiceStatusChanged', to: 'starting', at: testNow }]);
  expect(await on.refusal('SettleLabPorts', { labRecordId })).toMatch(/^lab.host-down/);
});

test('whose session has which port is for operators', async () => {
  expect(await on.refusal('GetWorkerPorts', { workerId: on.workerId }, { role: 'user' })).toMatch(/^access.denied/);
  const labRecordId = await on.find('a', { ports: [door(2007)] });
  expect(await on.refusal('SettleLabPorts', { labRecordId }, { role: 'lab-author' })).toMatch(/^access.denied/);
});
