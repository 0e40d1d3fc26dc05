import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { type EvidenceLine, evidenceLines, gapLines } from '../lib/evidence-files.ts';
import { plural } from '../lib/format.ts';
import { languageOf } from '../lib/highlight.ts';
import { apiPaths } from '../lib/paths.ts';
import { useLoad } from '../lib/use-load.ts';
import type { Evidence, Session } from '../lib/views.ts';
import { CodeButton } from './code-button.tsx';
import { Card, Loading } from './page.tsx';
import { Time } from './time.tsx';
import { TroubleNote } from './trouble-note.tsx';

/** What people can read is shown here; all of it can be downloaded. */
function FileLine({ id, line: { name, note, sha256 } }: { readonly id: string; readonly line: EvidenceLine }): VNode {
  const { api } = useApp();
  const language = languageOf(name);
  const href = apiPaths.evidenceFile(id, name);
  return (
    <li class="text-break">
      <a href={href} download>
        {name}
      </a>{' '}
      {language !== undefined && (
        <CodeButton
          label="Show"
          title={name}
          language={language}
          file={name.slice(name.lastIndexOf('/') + 1)}
          href={href}
          load={async () => api.evidenceFile(id, name)}
        />
      )}
      <div class="small text-body-secondary">
        {note} · <span title={sha256}>SHA-256 {sha256.slice(0, 12)}…</span>
      </div>
    </li>
  );
}

function Files({ id, evidence }: { readonly id: string; readonly evidence: Evidence }): VNode {
  const gaps = gapLines(evidence);
  return (
    <>
      <p class="mb-2">
        <a class="btn btn-sm btn-outline-primary" href={apiPaths.evidenceArchive(id)} download>
          Download all
        </a>{' '}
        <span class="text-body-secondary">
          collected <Time at={evidence.capturedAt} />
        </span>
      </p>
      {evidence.kind === 'autosave' && (
        <p class="alert alert-warning py-2 mb-2">
          The lab was lost, or could not be read: this is what was kept of it while it ran.
        </p>
      )}
      <ul class="mb-0">
        {evidenceLines(evidence).map((line) => (
          <FileLine key={line.name} id={id} line={line} />
        ))}
      </ul>
      {gaps.length > 0 && (
        <>
          <p class="mt-3 mb-1">Could not be had:</p>
          <ul class="mb-0">
            {gaps.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Expired({ expiry }: { readonly expiry: NonNullable<Session['expiry']> }): VNode {
  return (
    <Card title="Evidence">
      <p class="mb-0">
        The evidence was deleted on <Time at={expiry.at} /> by retention: it is kept for {plural(expiry.days, 'day')}.
        The score and its report stay.
      </p>
    </Card>
  );
}

/** What was collected from the lab before it was wiped. */
export function EvidenceCard({ session }: { readonly session: Session }): VNode | null {
  const { api } = useApp();
  const evidence = useLoad(session.evidenceKey, async () => api.evidence(session.id));
  if (session.expiry !== undefined) return <Expired expiry={session.expiry} />;
  if (session.evidenceKey === undefined) return null;
  return (
    <Card title="Evidence">
      <TroubleNote trouble={evidence.trouble} />
      {evidence.loading && <Loading what="the evidence" />}
      {evidence.value !== undefined && <Files id={session.id} evidence={evidence.value} />}
    </Card>
  );
}
