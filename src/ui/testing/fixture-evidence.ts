import type { EvidenceManifest } from '@lcm/core/contracts/evidence-package';

const read = { node: 'R1', source: 'CML 2.9.1 on exam-room-1', capturedAt: '2026-11-21T10:00:00Z' };

export const fixtureEvidence: EvidenceManifest = {
  format: 'lcm-evidence/2',
  kind: 'final',
  sessionId: 'ses_0123456789ab',
  definition: { id: 'def_0123456789ab', title: 'Lab', version: '1.0.0' },
  worker: 'exam-room-1',
  lab: 'Lab ses_0123456789ab',
  capturedAt: '2026-11-21T10:00:00Z',
  nodes: [
    { label: 'R1', nodeDefinition: 'iosv', state: 'BOOTED' },
    { label: 'R2', nodeDefinition: 'iosv', state: 'STOPPED' },
  ],
  files: [
    { ...read, name: 'configurations/R1.cfg', kind: 'running-configuration', size: 11, sha256: 'ab12'.repeat(16) },
    { ...read, name: 'consoles/R1.log', kind: 'console-log', size: 2100, sha256: 'cd34'.repeat(16) },
  ],
  missing: [
    { kind: 'running-configuration', node: 'R2', reason: 'it is STOPPED' },
    { kind: 'startup-configuration', reason: 'CML reads what a device runs, not what it has saved by itself' },
  ],
};
