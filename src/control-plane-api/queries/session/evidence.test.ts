import { MemoryBlobs } from '@lcm/core/adapters/blobs/memory-blobs';
import { packEvidence, unpackEvidence } from '@lcm/core/contracts/evidence-package';
import type { Role } from '@lcm/core/domain/access';
import { type SessionEvent, SessionId } from '@lcm/core/domain/session';
import { sessionBooked } from '@lcm/core/domain/testing';
import { ok } from '@lcm/core/kernel';
import { BlobsError, blobKey } from '@lcm/core/ports/blobs';
import { describe, expect, test } from 'vitest';
import { sessions } from '../../application/aggregates.ts';
import type { Download } from '../../application/operation.ts';
import { type Call, openTestPlane } from '../../testing/plane.ts';

const caller = { actor: { id: 'test', name: 'test', roles: ['admin'] as const }, correlationId: 'test' };
const sessionId = SessionId.parse('ses_1');
const uma = { role: 'user', id: 'uma' } as const;
const capturedAt = '2026-11-21T10:00:00.000Z';
const name = 'configurations/R1.cfg';
const text = new TextEncoder();
const files = new Map([[name, text.encode('hostname R1\n')]]);
const manifest = {
  format: 'lcm-evidence/2',
  kind: 'final',
  sessionId,
  definition: { id: 'def_1', title: 'Names', version: '1.0.0' },
  worker: 'exam-room-1',
  lab: 'Names ses_1',
  capturedAt,
  nodes: [{ label: 'R1', nodeDefinition: 'iol-xe', state: 'BOOTED' }],
  files: [
    { name, kind: 'running-configuration', node: 'R1', source: 'CML', capturedAt, size: 12, sha256: 'ab12'.repeat(16) },
  ],
  missing: [],
} as const;

/** A session of uma that is over, with what was collected of it. */
async function world(
  stored: Uint8Array | 'nothing' = packEvidence({
    manifest: { ...manifest, nodes: [...manifest.nodes], files: [...manifest.files], missing: [] },
    files,
  }),
) {
  const blobs = new MemoryBlobs();
  const { call, plane, clock } = await openTestPlane({ blobs });
  const at = clock.now();
  const tell = async (...events: SessionEvent[]) =>
    plane.state.streams.change({ aggregate: sessions, id: sessionId }, { operation: 'Test', caller }, () => ok(events));
  await tell(sessionBooked(1, { at }));
  const evidenceKey = stored === 'nothing' ? undefined : await blobs.put(stored);
  const of = { pipeline: 'collect', step: 'package_evidence', message: '', at } as const;
  if (evidenceKey !== undefined) await tell({ type: 'SessionStepDone', ...of, output: { evidenceKey } });
  await tell({ type: 'SessionArchived', at });
  return { call, blobs, tell, at, evidenceKey: evidenceKey ?? '' };
}

async function fileOf(
  call: Call,
  operation: string,
  input: object,
): Promise<{ download: Download; bytes: Uint8Array }> {
  const answer = await call(operation, input, uma);
  if (!answer.ok || answer.value.download === undefined) throw new Error(JSON.stringify(answer));
  const { download } = answer.value;
  const parts: Uint8Array[] = [];
  for await (const part of download.chunks) parts.push(typeof part === 'string' ? text.encode(part) : part);
  return { download, bytes: Uint8Array.from(Buffer.concat(parts)) };
}

const operations = [
  ['GetEvidence', { sessionId }],
  ['DownloadEvidence', { sessionId }],
  ['DownloadEvidenceFile', { sessionId, name }],
] as const;

describe('the evidence of a session', () => {
  test('is a list, an archive and its files, to the byte', async () => {
    const { call, blobs, evidenceKey } = await world();
    expect(await call('GetEvidence', { sessionId }, uma)).toMatchObject({ value: { body: { files: [{ name }] } } });
    const archive = await fileOf(call, 'DownloadEvidence', { sessionId });
    expect(archive.download).toMatchObject({ type: 'application/zip', name: 'evidence-ses_1.zip' });
    expect(archive.bytes).toEqual(await blobs.get(blobKey(evidenceKey)));
    const one = await fileOf(call, 'DownloadEvidenceFile', { sessionId, name });
    expect(one.download).toMatchObject({ type: 'application/octet-stream', name: 'configurations-R1.cfg' });
    expect(one.bytes).toEqual(files.get(name));
  });

  test('that was stored by an earlier version is handed out as an archive all the same', async () => {
    const { format: _, kind: __, nodes: ___, missing: ____, ...older } = manifest;
    const evidence = { sessionId, capturedAt, nodes: [{ ...manifest.nodes[0], running: 'hostname R1' }] };
    const first = { format: 'lcm-evidence/1', manifest: older, files: { [name]: 'hostname R1' }, evidence };
    const { call } = await world(text.encode(JSON.stringify(first)));
    const { bytes } = await fileOf(call, 'DownloadEvidence', { sessionId });
    expect(unpackEvidence(bytes)?.manifest).toMatchObject({ format: 'lcm-evidence/2', files: [{ name }] });
  });

  const readers: readonly [string, { role: Role; id: string }, boolean][] = [
    ['its owner', uma, true],
    ['another user', { role: 'user', id: 'oto' }, false],
    ['an author', { role: 'lab-author', id: 'ada' }, false],
    ['a manager', { role: 'manager', id: 'max' }, true],
    ['an admin', { role: 'admin', id: 'ana' }, true],
  ];
  test.each(readers)('is for who may see the session: %s', async (_, reader, isAllowed) => {
    const { call } = await world();
    for (const [operation, input] of operations) {
      const answer = await call(operation, input, reader);
      expect(answer.ok, `of ${operation}`).toBe(isAllowed);
      if (!answer.ok) expect(answer.rejection.code, `of ${operation}`).toBe('session.unknown');
    }
  });

  test('is for no service', async () => {
    const { call } = await world();
    for (const [operation, input] of operations) {
      expect(await call(operation, input, { role: 'scheduler' })).toMatchObject({
        rejection: { code: 'access.denied' },
      });
    }
  });
});

describe('what cannot be had', () => {
  test.each([
    ['of a session that there is not', { sessionId: 'ses_none', name }, 'session.unknown'],
    ['by something that is no id', { sessionId: '../ses_1', name }, 'request.invalid'],
    ['without a name', { sessionId, name: '' }, 'request.invalid'],
    ['by a name without an end', { sessionId, name: 'a'.repeat(301) }, 'request.invalid'],
    ['by a name that leads elsewhere', { sessionId, name: '../../etc/passwd' }, 'evidence.unknown'],
    ['by the name of a folder', { sessionId, name: 'configurations/' }, 'evidence.unknown'],
    ['by a name that every object has', { sessionId, name: '__proto__' }, 'evidence.unknown'],
    ['by the name of the list itself', { sessionId, name: 'manifest.json' }, 'evidence.unknown'],
  ])('a file %s', async (_, input, code) => {
    const { call } = await world();
    expect(await call('DownloadEvidenceFile', input, uma)).toMatchObject({ ok: false, rejection: { code } });
  });

  test.each([
    ['nothing was collected', 'nothing' as const, 'Nothing was collected of this session.'],
    ['what is stored is none', text.encode('{}'), 'What was collected of this session is not stored any more.'],
  ])('evidence, when %s', async (_, stored, message) => {
    const { call } = await world(stored);
    for (const [operation, input] of operations)
      expect(await call(operation, input, uma)).toMatchObject({ rejection: { code: 'evidence.unknown', message } });
  });

  test('evidence that is not stored any more, and evidence that retention has taken away, each in its words', async () => {
    const { call, blobs, evidenceKey, tell, at } = await world();
    await blobs.delete(blobKey(evidenceKey));
    const gone = { code: 'evidence.unknown', message: 'What was collected of this session is not stored any more.' };
    for (const [operation, input] of operations)
      expect(await call(operation, input, uma)).toMatchObject({ rejection: gone });
    await tell({ type: 'SessionEvidenceExpired', days: 180, at });
    const message = expect.stringMatching(
      /^The evidence of this session was deleted on 20\d\d-\d\d-\d\d: it is kept for 180 days\.$/,
    );
    for (const [operation, input] of operations)
      expect(await call(operation, input, uma)).toMatchObject({ rejection: { code: 'evidence.unknown', message } });
  });

  test('evidence that was damaged is not handed out', async () => {
    const { call, blobs } = await world();
    blobs.get = async () => {
      throw new BlobsError('damaged', 'ab12 is damaged');
    };
    await expect(call('GetEvidence', { sessionId }, uma)).rejects.toThrow('damaged');
  });
});
