import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { plural } from '../lib/format.ts';
import { useLoad } from '../lib/use-load.ts';
import type { AuditEntry } from '../lib/views.ts';
import { Loading } from './page.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { Words } from './words.tsx';

type Change = AuditEntry['changes'][number];

function Value({ value }: { readonly value: Change['before'] }): VNode {
  return value === undefined ? <span class="text-body-secondary">nothing</span> : <Words text={String(value)} />;
}

/** The values that a decision changed: before it, and after it. */
export function AuditChanges({ position }: { readonly position: number }): VNode {
  const { api } = useApp();
  const { value, trouble } = useLoad(String(position), async () => api.auditEntry(position));
  if (value === undefined) return trouble ? <TroubleNote trouble={trouble} /> : <Loading what="the values" />;
  return (
    <div class="audit-changes small">
      <dl>
        {value.changes.map(({ path, before, after }) => (
          <div key={path}>
            <dt>{path}</dt>
            <dd>
              <Value value={before} /> → <Value value={after} />
            </dd>
          </div>
        ))}
      </dl>
      {value.changes.length === 0 && <p>No value changed.</p>}
      {plural(value.sameRequest, 'entry', 'entries')} came of the same request.
    </div>
  );
}
