import { WorkerId } from '@lcm/core/domain/worker';
import { expect, test } from 'vitest';
import { aReservation, aSession, aWorker, minutes, noon } from '../testing/fixtures.ts';
import { isWanted, reservationLines } from './reservations.ts';

const later = aReservation({ from: minutes(90), until: minutes(150), confirmed: false });
const nextWeek = aReservation({ from: minutes(7 * 24 * 60), until: minutes(7 * 24 * 60 + 60) });
const workers = [
  aWorker({ reservations: { res_2: later, res_3: nextWeek } }),
  aWorker({ id: WorkerId.parse('wkr_2'), name: 'metal-2', reservations: { res_1: aReservation() } }),
];
const lines = reservationLines(workers, [aSession({ name: 'VLANs of Uma' })]);

test('reservations of all workers stand in one list, soonest first, with the names of their sessions', () => {
  expect(lines.map(({ workerName, sessionName }) => `${workerName} ${sessionName}`)).toEqual([
    'metal-2 VLANs of Uma',
    'metal-1 VLANs of Uma',
    'metal-1 VLANs of Uma',
  ]);
  expect(reservationLines(workers, [])[0]).toMatchObject({ sessionName: undefined, sessionId: 'ses_1' });
});

test('who has it now, today or at an instant is told; what ends at that instant is over', () => {
  const wanted = (status: string, at?: string) =>
    lines.filter((line) => isWanted(line, { status, at: at === undefined ? undefined : Date.parse(at), now: noon }));
  expect(wanted('now').map(({ from }) => from)).toEqual([minutes(-10)]);
  expect(wanted('today')).toHaveLength(2);
  expect(wanted('open').map(({ from }) => from)).toEqual([later.from]);
  expect(wanted('')).toHaveLength(3);
  expect(wanted('now', minutes(90)).map(({ from }) => from)).toEqual([later.from]);
  expect(wanted('', minutes(150))).toEqual([]);
});
