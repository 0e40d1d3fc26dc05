import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { formatBytes } from '../lib/format.ts';
import { useLoad } from '../lib/use-load.ts';
import type { Evidence, EvidenceFile, Session } from '../lib/views.ts';
import { Card, Loading } from './page.tsx';
import { TroubleNote } from './trouble-note.tsx';

function filesOf(evidence: Evidence): readonly EvidenceFile[] {
  return evidence.files ?? evidence.manifest?.files ?? [];
}

function FileRow({ file }: { readonly file: EvidenceFile }): VNode {
  const size = file.bytes ?? file.size;
  return (
    <li>
      <code>{file.path ?? file.name}</code>
      {size !== undefined && <span> · {formatBytes(size)}</span>}
      {file.sha256 !== undefined && (
        <span class="small text-body-secondary" title={file.sha256}>
          {' '}
          · SHA-256 {file.sha256.slice(0, 12)}…
        </span>
      )}
    </li>
  );
}

function Files({ evidence }: { readonly evidence: Evidence }): VNode {
  const files = filesOf(evidence);
  return (
    <ul class="mb-0">
      {files.map((file) => (
        <FileRow key={file.path ?? file.name} file={file} />
      ))}
      {files.length === 0 && evidence.nodes?.map(({ label, state }) => <li key={label}>{`${label} (${state})`}</li>)}
    </ul>
  );
}

/** What was collected from the lab before it was wiped. */
export function EvidenceCard({ session }: { readonly session: Session }): VNode | null {
  const { api } = useApp();
  const evidence = useLoad(session.evidenceKey, async () => api.evidence(session.id));
  if (session.evidenceKey === undefined) return null;
  return (
    <Card title="Evidence">
      <TroubleNote trouble={evidence.trouble} />
      {evidence.loading && <Loading what="the evidence" />}
      {evidence.value !== undefined && <Files evidence={evidence.value} />}
    </Card>
  );
}
