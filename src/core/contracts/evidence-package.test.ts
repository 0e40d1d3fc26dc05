import { expect, test } from 'vitest';
import { type EvidenceManifest, evidenceForGrading, packEvidence, unpackEvidence } from './evidence-package.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const about = {
  sessionId: 'ses_1',
  definition: { id: 'def_1', title: 'Names', version: '1.0.0' },
  worker: 'exam-room-1',
  lab: 'Names ses_1',
  capturedAt: '2026-03-11T10:15:30.000Z',
};
const note = { node: 'R1', source: 'CML on exam-room-1', capturedAt: about.capturedAt, sha256: 'ab12'.repeat(16) };
const manifest: EvidenceManifest = {
  ...about,
  format: 'lcm-evidence/2',
  kind: 'final',
  nodes: [
    { label: 'R1', nodeDefinition: 'iol-xe', state: 'BOOTED' },
    { label: 'R2', nodeDefinition: 'iol-xe', state: 'STOPPED' },
  ],
  links: [{ label: 'R1-R2', state: 'STARTED' }],
  files: [
    { ...note, name: 'configurations/R1.cfg', kind: 'running-configuration', size: 11 },
    { ...note, name: 'consoles/R1.log', kind: 'console-log', size: 3 },
  ],
  missing: [{ kind: 'running-configuration', node: 'R2', reason: 'it is STOPPED' }],
};

test('a package is one archive, and graders read from it what every node ran and printed', () => {
  const files = new Map([
    ['configurations/R1.cfg', bytes('hostname R1')],
    ['consoles/R1.log', bytes('R1>')],
  ]);
  const read = unpackEvidence(packEvidence({ manifest, files }));
  expect(read?.manifest).toEqual(manifest);
  expect(read && evidenceForGrading(read)).toEqual({
    sessionId: 'ses_1',
    capturedAt: about.capturedAt,
    links: manifest.links,
    nodes: [
      { ...manifest.nodes[0], running: 'hostname R1', startup: undefined, consoleLog: 'R1>' },
      { ...manifest.nodes[1], running: '', startup: undefined, consoleLog: undefined },
    ],
  });
});

test('a package of the first version is read as if it were made today', () => {
  const evidence = {
    sessionId: 'ses_1',
    capturedAt: about.capturedAt,
    nodes: [{ label: 'R1', nodeDefinition: 'iol-xe', state: 'BOOTED', running: 'hostname R1', consoleLog: 'R1>' }],
  };
  const first = {
    format: 'lcm-evidence/1',
    manifest: {
      ...about,
      packagedAt: about.capturedAt,
      files: [
        { name: 'configurations/R1.cfg', sha256: 'ab12'.repeat(16), characters: 11 },
        { name: 'consoles/R1.log', sha256: 'ab12'.repeat(16), characters: 3 },
      ],
    },
    files: { 'configurations/R1.cfg': 'hostname R1', 'consoles/R1.log': 'R1>' },
    evidence,
  };
  const read = unpackEvidence(bytes(JSON.stringify(first)));
  expect(read?.manifest).toMatchObject({ format: 'lcm-evidence/2', kind: 'final', files: manifest.files, missing: [] });
  expect(read && evidenceForGrading(read)).toMatchObject(evidence);
});

test.each(['', '{}', 'PK', '{"format":"lcm-evidence/9"}'])('%j is no evidence', (text) => {
  expect(unpackEvidence(bytes(text))).toBeUndefined();
});
