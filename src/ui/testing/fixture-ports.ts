import { LabRecordId } from '@lcm/core/domain/lab';
import { SessionId } from '@lcm/core/domain/session';
import { ReservationId } from '@lcm/core/domain/worker';
import type { WorkerPorts } from '../lib/views.ts';
import { minutes } from './fixtures.ts';

const lab = LabRecordId.parse('lab_3');

/** A session as promised, one whose port a lab made by hand holds, and a port that nobody was promised. */
export function workerPorts(now: number): WorkerPorts {
  const sessionId = SessionId.parse('ses_1');
  const times = { from: minutes(-30, now), until: minutes(60, now) };
  const promised = { reservationId: ReservationId.parse('res_1'), sessionId, ...times };
  const held = { labRecordId: LabRecordId.parse('lab_1'), title: 'VLANs', sessionId, label: 'R1', protocol: 'serial' };
  const other = { labRecordId: lab, title: 'Proof of concept', label: 'core-1', protocol: 'serial' };
  return {
    range: { first: 2000, last: 9999 },
    items: [
      { port: 2001, promised: { ...promised, name: 'R1_serial' }, held: [held] },
      { port: 2002, promised: { ...promised, name: 'R2_serial' }, held: [] },
      { port: 2004, promised: { ...promised, name: 'R3_vnc' }, held: [other], drift: 'clash', drifted: lab },
      { port: 2006, held: [{ ...other, protocol: 'tcp' }], drift: 'unpromised', drifted: lab },
    ],
  };
}
