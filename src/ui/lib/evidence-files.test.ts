import { EvidencePackage } from '@lcm/core/contracts/evidence-package';
import { expect, test } from 'vitest';
import { fixturePackage } from '../testing/fixture-evidence.ts';
import { evidenceLines } from './evidence-files.ts';

test('a package lists the files of its manifest, as the contract has it', () => {
  expect(evidenceLines(EvidencePackage.parse(fixturePackage))).toEqual([
    { name: 'configurations/R1.cfg', note: '11 characters', sha256: 'ab12'.repeat(16) },
  ]);
});

test('what is not packaged yet lists the nodes that were read', () => {
  expect(evidenceLines({ nodes: fixturePackage.evidence.nodes })).toEqual([
    { name: 'R1', note: 'BOOTED', sha256: undefined },
  ]);
});
