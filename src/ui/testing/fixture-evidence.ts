import type { EvidencePackage } from '@lcm/core/contracts/evidence-package';

export const fixturePackage: EvidencePackage = {
  format: 'lcm-evidence/1',
  manifest: {
    sessionId: 'ses_0123456789ab',
    definition: { id: 'def_0123456789ab', title: 'Lab', version: '1.0.0' },
    worker: 'exam-room-1',
    lab: 'Lab ses_0123456789ab',
    capturedAt: '2026-11-21T10:00:00Z',
    packagedAt: '2026-11-21T10:00:01Z',
    files: [{ name: 'configurations/R1.cfg', sha256: 'ab12'.repeat(16), characters: 11 }],
  },
  files: { 'configurations/R1.cfg': 'hostname R1' },
  evidence: {
    sessionId: 'ses_0123456789ab',
    capturedAt: '2026-11-21T10:00:00Z',
    nodes: [{ label: 'R1', nodeDefinition: 'iosv', state: 'BOOTED', running: 'hostname R1' }],
  },
};
