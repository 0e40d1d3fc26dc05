import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { evidenceLines } from '../lib/evidence-files.ts';
import { useLoad } from '../lib/use-load.ts';
import type { Evidence, Session } from '../lib/views.ts';
import { Card, Loading } from './page.tsx';
import { TroubleNote } from './trouble-note.tsx';

function Files({ evidence }: { readonly evidence: Evidence }): VNode {
  return (
    <ul class="mb-0">
      {evidenceLines(evidence).map(({ name, note, sha256 }) => (
        <li key={name}>
          <code>{name}</code> · {note}
          {sha256 !== undefined && (
            <span class="small text-body-secondary" title={sha256}>
              {' '}
              · SHA-256 {sha256.slice(0, 12)}…
            </span>
          )}
        </li>
      ))}
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
