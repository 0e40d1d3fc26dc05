import type { Signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { labTitle, ownerOf, sourceWords } from '../lib/lab-words.ts';
import { paths } from '../lib/paths.ts';
import type { LabRecord } from '../lib/views.ts';
import { LabState } from './lab-state.tsx';
import { Ago } from './time.tsx';

/** The ids of the labs that are ticked. */
export type Chosen = Signal<ReadonlySet<string>>;

export interface LabTableProps {
  readonly labs: readonly LabRecord[];
  readonly chosen: Chosen;
  /** Left out where all are on one. */
  readonly hasWorkers: boolean;
}

interface RowProps extends Omit<LabTableProps, 'labs'> {
  readonly lab: LabRecord;
}

function toggle(chosen: Chosen, ids: readonly string[], isOn: boolean): void {
  const next = new Set(chosen.peek());
  for (const id of ids) {
    if (isOn) next.add(id);
    else next.delete(id);
  }
  chosen.value = next;
}

function Ports({ lab: { facts } }: { readonly lab: LabRecord }): VNode {
  const numbers = facts.ports.map(({ port }) => port);
  if (numbers.length === 0) return <span>–</span>;
  const more = numbers.length - 2;
  return (
    <span title={numbers.join(', ')}>
      {numbers.slice(0, 2).join(', ')}
      {more > 0 && ` and ${more} more`}
    </span>
  );
}

/** The session that has it, or had it made. */
function SessionCell({ lab: { session, madeFor } }: { readonly lab: LabRecord }): VNode {
  const { live } = useApp();
  const id = session?.id ?? madeFor;
  if (id === undefined) return <span>–</span>;
  return (
    <>
      <a href={paths.session(id)}>{live.find('session', id)?.name ?? id}</a>
      {session === undefined && <div class="small text-body-secondary">over</div>}
    </>
  );
}

function WorkerCell({ lab }: { readonly lab: LabRecord }): VNode {
  const name = useApp().live.find('worker', lab.workerId)?.name;
  return <td data-label="Worker">{name === undefined ? '–' : <a href={paths.worker(lab.workerId)}>{name}</a>}</td>;
}

function Tick({ lab, chosen }: Pick<RowProps, 'lab' | 'chosen'>): VNode {
  return (
    <td class="tick">
      <input
        type="checkbox"
        class="form-check-input"
        aria-label={`Choose ${labTitle(lab)}`}
        checked={chosen.value.has(lab.id)}
        onChange={({ currentTarget }) => toggle(chosen, [lab.id], currentTarget.checked)}
      />
    </td>
  );
}

function LabRow({ lab, chosen, hasWorkers }: RowProps): VNode {
  const { me } = useApp();
  const { facts, revisions, lastSeenAt } = lab;
  const revision = revisions.at(-1)?.number;
  return (
    <tr>
      <Tick lab={lab} chosen={chosen} />
      <th scope="row" data-label="Lab" class="lab-title">
        <a href={paths.lab(lab.id)}>{labTitle(lab)}</a>
        <div class="small text-body-secondary fw-normal">{sourceWords[lab.source]}</div>
      </th>
      {hasWorkers && <WorkerCell lab={lab} />}
      <td data-label="State">
        <LabState lab={lab} />
      </td>
      <td data-label="Owner">{ownerOf(lab, me.value)}</td>
      <td data-label="Nodes / links" class="text-nowrap">
        {facts.nodeCount} / {facts.linkCount}
      </td>
      <td data-label="Ports">
        <Ports lab={lab} />
      </td>
      <td data-label="Session">
        <SessionCell lab={lab} />
      </td>
      <td data-label="Revision">{revision ?? '–'}</td>
      <td data-label="Last change">{lastSeenAt === undefined ? '–' : <Ago at={lastSeenAt} />}</td>
    </tr>
  );
}

const columns = ['Lab', 'Worker', 'State', 'Owner', 'Nodes / links', 'Ports', 'Session', 'Revision', 'Last change'];

/** Labs with what one decides by; their rows stay where they are while they change. */
export function LabTable({ labs, chosen, hasWorkers }: LabTableProps): VNode {
  const ids = labs.map(({ id }) => id);
  const all = ids.length > 0 && ids.every((id) => chosen.value.has(id));
  return (
    <>
      <label class="form-check-label d-flex gap-2 align-items-center mb-2">
        <input
          type="checkbox"
          class="form-check-input mt-0"
          checked={all}
          onChange={({ currentTarget }) => toggle(chosen, ids, currentTarget.checked)}
        />
        Choose all that are shown
      </label>
      <table class="table table-stack align-middle">
        <caption class="visually-hidden">Labs</caption>
        <thead>
          <tr>
            <td>
              <span class="visually-hidden">Chosen</span>
            </td>
            {columns
              .filter((name) => hasWorkers || name !== 'Worker')
              .map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
          </tr>
        </thead>
        <tbody>
          {labs.map((lab) => (
            <LabRow key={lab.id} lab={lab} chosen={chosen} hasWorkers={hasWorkers} />
          ))}
        </tbody>
      </table>
    </>
  );
}
