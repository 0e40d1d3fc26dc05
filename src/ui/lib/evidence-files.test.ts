import { EvidenceManifest } from '@lcm/core/contracts/evidence-package';
import { expect, test } from 'vitest';
import { fixtureEvidence } from '../testing/fixture-evidence.ts';
import { evidenceLines, gapLines } from './evidence-files.ts';

const evidence = EvidenceManifest.parse(fixtureEvidence);

test('a package lists the files of its manifest, as the contract has it', () => {
  expect(evidenceLines(evidence)).toEqual([
    { name: 'configurations/R1.cfg', note: '11 bytes, CML 2.9.1 on exam-room-1', sha256: 'ab12'.repeat(16) },
    { name: 'consoles/R1.log', note: '3 KiB, CML 2.9.1 on exam-room-1', sha256: 'cd34'.repeat(16) },
  ]);
});

test('what could not be had is said with its reason', () => {
  expect(gapLines(evidence)).toEqual([
    'running configuration of R2: it is STOPPED',
    'startup configuration: CML reads what a device runs, not what it has saved by itself',
  ]);
});
