import { whyNot } from '@lcm/core/domain/access';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { apiPaths } from '../lib/paths.ts';
import { useLoad } from '../lib/use-load.ts';
import type { LabRecord, RevisionDiff } from '../lib/views.ts';
import { CodeButton } from './code-button.tsx';
import { LineDiff } from './line-diff.tsx';
import { Card, EmptyState, Loading } from './page.tsx';
import { Time } from './time.tsx';
import { TroubleNote } from './trouble-note.tsx';

interface OfLab {
  readonly lab: LabRecord;
}

type Revision = LabRecord['revisions'][number];

function RevisionRow({ revision, id }: { readonly revision: Revision; readonly id: string }): VNode {
  const { api, me } = useApp();
  const { number, at, changes, nodeCount, linkCount, checksum } = revision;
  const mayExport = whyNot(me.value, 'lab:operate') === undefined;
  return (
    <li>
      <div>
        <strong>Revision {number}</strong>{' '}
        <span class="text-body-secondary">
          <Time at={at} /> · {nodeCount} nodes, {linkCount} links ·{' '}
          <code title={checksum}>{checksum.slice(0, 10)}</code>
        </span>{' '}
        {mayExport && (
          <CodeButton
            label="YAML"
            title={`Revision ${number}`}
            language="yaml"
            file={`${id}-revision-${number}.yaml`}
            href={apiPaths.labYaml(id, { revision: String(number) })}
            load={async () => api.labYaml(id, number)}
          />
        )}
      </div>
      {changes.length > 0 && <div class="small">{changes.join('; ')}</div>}
    </li>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: number;
  readonly revisions: readonly Revision[];
  readonly onChange: (number: number) => void;
}

function Choice({ label, value, revisions, onChange }: ChoiceProps): VNode {
  return (
    <select
      class="form-select form-select-sm w-auto"
      aria-label={label}
      value={String(value)}
      onChange={({ currentTarget }) => onChange(Number(currentTarget.value))}
    >
      {revisions.map(({ number }) => (
        <option key={number} value={String(number)}>
          revision {number}
        </option>
      ))}
    </select>
  );
}

function Differences({ diff }: { readonly diff: RevisionDiff }): VNode {
  const { summary, configurations, yaml } = diff;
  return (
    <>
      {summary.length === 0 ? (
        <p>Nothing that counts differs.</p>
      ) : (
        <ul>
          {summary.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
      {configurations.map(({ label, file, lines }) => (
        <LineDiff key={`${label} ${file}`} title={file === '' ? label : `${label}, ${file}`} lines={lines} />
      ))}
      <details>
        <summary>The whole files (YAML)</summary>
        <LineDiff title="YAML as CML exported it" lines={yaml} />
      </details>
    </>
  );
}

/** Two revisions side by side; the last two to begin with. */
function Compare({ lab }: OfLab): VNode {
  const { api } = useApp();
  const numbers = lab.revisions.map(({ number }) => number);
  const from = useSignal(numbers.at(-2) ?? 0);
  const to = useSignal(numbers.at(-1) ?? 0);
  const diff = useLoad(`${lab.id} ${from.value} ${to.value}`, async () => api.labDiff(lab.id, from.value, to.value));
  return (
    <section aria-label="What differs" class="mt-3">
      <div class="d-flex flex-wrap gap-2 align-items-center mb-2">
        From
        <Choice
          label="Revision before"
          value={from.value}
          revisions={lab.revisions}
          onChange={(number) => {
            from.value = number;
          }}
        />
        to
        <Choice
          label="Revision after"
          value={to.value}
          revisions={lab.revisions}
          onChange={(number) => {
            to.value = number;
          }}
        />
      </div>
      <TroubleNote trouble={diff.trouble} />
      {diff.value === undefined && diff.loading && <Loading what="the differences" />}
      {diff.value !== undefined && <Differences diff={diff.value} />}
    </section>
  );
}

/** How the lab was built over time, and what differs between two of these. */
export function LabRevisionsCard({ lab }: OfLab): VNode {
  const { me } = useApp();
  const { revisions } = lab;
  const why = whyNot(me.value, 'lab:operate');
  return (
    <Card title="Revisions" aside={<span class="small text-body-secondary">the latest 20 are kept</span>}>
      {revisions.length === 0 && <EmptyState title="What it is made of was not read yet" />}
      <ol class="history" reversed>
        {revisions.toReversed().map((revision) => (
          <RevisionRow key={revision.number} revision={revision} id={lab.id} />
        ))}
      </ol>
      {revisions.length > 1 && why === undefined && <Compare lab={lab} />}
      {revisions.length > 1 && why !== undefined && (
        <p class="small text-body-secondary mb-0 mt-2">To compare them holds configurations: {why}.</p>
      )}
    </Card>
  );
}
