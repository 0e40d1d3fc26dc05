import type { VNode } from 'preact';
import { formatDuration, plural } from '../lib/format.ts';
import { faultWords, faultyLine, type LabDraft } from '../lib/lab-draft.ts';
import type { LabCheck } from '../lib/views.ts';
import { AmountsLine } from './amounts.tsx';
import { Facts } from './facts.tsx';

function Faults({ check, draft }: Omit<LabCheckProps, 'about'>): VNode {
  return (
    <div class="alert alert-danger py-2">
      <strong>{plural(check.faults.length, 'fault')}</strong>
      <ul class="mb-0 ps-3">
        {check.faults.map((fault, index) => {
          const shown = faultyLine(fault, draft);
          return (
            <li key={index}>
              {faultWords(fault)}
              {shown !== undefined && (
                <div>
                  <code class="text-break">{shown}</code>
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function portsOf({ ports = [] }: Checked): string {
  return ports.length === 0 ? 'none' : `${ports.length}: ${ports.map(({ name }) => name).join(', ')}`;
}

function Derived({ check }: { readonly check: Checked }): VNode {
  const { needs, nodeCount = 0, nodeDefinitions = [], bootSeconds = 0 } = check;
  return (
    <Facts
      items={[
        ['Nodes', `${nodeCount}: ${nodeDefinitions.join(', ')}`],
        ['Takes', needs && <AmountsLine amounts={needs} />],
        ['Storage', needs && `${needs.storageGiB} GiB`],
        ['Ports', portsOf(check)],
        ['Boots in', `about ${formatDuration(bootSeconds * 1000)}`],
      ]}
    />
  );
}

/** What is said of a lab before it becomes a definition, or is imported. */
type Checked = Omit<LabCheck, 'outcome' | 'slug' | 'version'>;

export interface LabCheckProps {
  /** For whoever does not see where it stands. */
  readonly about: string;
  readonly check: Checked;
  readonly draft: Pick<LabDraft, 'yaml' | 'grading'>;
}

/** What a lab would become: its faults, or what it needs. */
export function LabCheckView({ about, check, draft }: LabCheckProps): VNode {
  return (
    <section aria-label={about} role="status">
      {check.faults.length > 0 ? <Faults check={check} draft={draft} /> : <p>{check.message}</p>}
      {check.warnings.map((warning) => (
        <p key={warning} class="alert alert-warning py-2">
          {warning}
        </p>
      ))}
      {check.needs !== undefined && <Derived check={check} />}
    </section>
  );
}
