import { DefinitionId } from '@lcm/core/domain/definition';
import { LabRecordId } from '@lcm/core/domain/lab';
import { WorkerId } from '@lcm/core/domain/worker';
import type { LabRecord, WarmLabs } from '../lib/views.ts';
import { aLab } from './fixture-labs.ts';

/** Of which one waits, one is imported and some have served. */
export const warmLabs: WarmLabs = {
  depth: 2,
  workers: [{ workerId: WorkerId.parse('wkr_1'), name: 'metal-1', ready: 1, underWay: 1, failed: 0 }],
  warm: { sessions: 12, medianSeconds: 104.2 },
  fresh: { sessions: 31, medianSeconds: 171 },
};

/** Imported and switched off, and nobody has had it. */
export function aWarmLab(changes: Partial<LabRecord> = {}): LabRecord {
  return aLab({
    id: LabRecordId.parse('lab_8'),
    source: 'warm',
    status: 'defined',
    reason: 'it is there',
    basedOn: DefinitionId.parse('def_1'),
    revisions: [],
    runs: [],
    ...changes,
    facts: { title: 'Warm: Two sites over OSPF lab_8', owner: 'admin', rawState: 'DEFINED_ON_CORE', ports: [] },
  });
}
