import { DefinitionId } from '../definition/index.ts';
import { type LabReport, labRecordIdOf, type SeenLab, type SessionLab } from '../lab/index.ts';
import { SessionId } from '../session/session-id.ts';
import { WorkerId } from '../worker/index.ts';
import { testNow } from './index.ts';

const place = { workerId: WorkerId.parse('wkr_1'), launch: 1, cmlLabId: 'a-lab' };

/** Of the lab that the reports here are about. */
export const theLab = labRecordIdOf(place);

function aSeenLab(fields: Partial<SeenLab> = {}): SeenLab {
  return {
    ...place,
    title: 'VLANs by hand',
    rawState: 'STOPPED',
    sighting: 'stopped',
    owner: 'bob',
    nodeCount: 2,
    linkCount: 1,
    createdAt: testNow,
    modifiedAt: testNow,
    ...fields,
  };
}

function aSessionLab(fields: Partial<SessionLab> = {}): SessionLab {
  const basedOn = DefinitionId.parse('def_1');
  return {
    ...place,
    sessionId: SessionId.parse('ses_1'),
    basedOn,
    title: 'VLANs ses_1',
    ports: [],
    phase: 'imported',
    ...fields,
  };
}

export function seen(fields: Partial<SeenLab> = {}): LabReport {
  return { type: 'seen', lab: aSeenLab(fields) };
}

export function ofSession(phase: SessionLab['phase'], fields: Partial<SessionLab> = {}): LabReport {
  return { type: 'session', lab: aSessionLab({ phase, ...fields }) };
}
