import { EvidencePackage } from '@lcm/core/contracts/evidence-package';
import { EvidenceFile } from '@lcm/core/contracts/grading';
import type { SessionView } from '@lcm/core/contracts/session';
import type { CommandOutput, Evidence } from '@lcm/core/domain/grading';
import { type Instant, sha256, toIso } from '@lcm/core/kernel';
import { type Blobs, blobKey } from '@lcm/core/ports/blobs';
import { done, failed, type StepHandler } from '../step-handler.ts';

/** Puts what was collected into one package with a list of its files and their checksums. */
export const packageEvidence: StepHandler = async (session, { blobs, clock }) => {
  const stored = await readJson(blobs, session.evidenceKey);
  if (EvidencePackage.safeParse(stored).success) return done('packaged by an earlier attempt');
  const raw = EvidenceFile.safeParse(stored);
  if (!raw.success) return failed('nothing readable was collected');
  const packaged = packageOf(session, raw.data, clock.now());
  const evidenceKey = await blobs.put(new TextEncoder().encode(JSON.stringify(packaged)));
  return done(`${packaged.manifest.files.length} files`, { evidenceKey });
};

export async function readJson(blobs: Blobs, key: string | undefined): Promise<unknown> {
  const content = key === undefined ? undefined : await blobs.get(blobKey(key));
  return content && JSON.parse(new TextDecoder().decode(content));
}

function packageOf(session: SessionView, evidence: EvidencePackage['evidence'], at: Instant): EvidencePackage {
  const { id, definition, placement, lab, startedAt, endedAt } = session;
  const files = filesOf(evidence);
  return {
    format: 'lcm-evidence/1',
    manifest: {
      sessionId: id,
      definition: { id: definition.id, title: definition.title, version: definition.version },
      worker: placement?.workerName ?? '',
      lab: lab?.title ?? '',
      ...(startedAt !== undefined && { startedAt: toIso(startedAt) }),
      ...(endedAt !== undefined && { endedAt: toIso(endedAt) }),
      capturedAt: evidence.capturedAt,
      packagedAt: toIso(at),
      files: Object.entries(files).map(([name, text]) => ({ name, sha256: sha256(text), characters: text.length })),
    },
    files,
    evidence,
  };
}

function filesOf({ nodes }: Evidence): Record<string, string> {
  return Object.fromEntries(
    nodes.flatMap(({ label, running, consoleLog, outputs = [] }) => [
      [`configurations/${label}.cfg`, running],
      ...(consoleLog ? [[`consoles/${label}.log`, consoleLog]] : []),
      ...(outputs.length > 0 ? [[`outputs/${label}.txt`, asText(outputs)]] : []),
    ]),
  );
}

function asText(outputs: readonly CommandOutput[]): string {
  return outputs.map(({ command, output }) => `> ${command}\n${output}\n`).join('\n');
}
