import { whyNot } from '@lcm/core/domain/access';
import { isClosed } from '@lcm/core/domain/lab';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { plural } from '../lib/format.ts';
import { byAge, isLeft, labTitle, whyNotOnHost } from '../lib/lab-words.ts';
import { paths } from '../lib/paths.ts';
import { useChoice } from '../lib/use-list.ts';
import type { LabRecord, Worker } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { DataTable } from './data-table.tsx';
import { ImportLabDialog } from './import-lab-dialog.tsx';
import { LabBulk } from './lab-bulk.tsx';
import { labColumns } from './lab-columns.tsx';
import { Card, EmptyState } from './page.tsx';
import { RefreshWorkerLabs } from './refresh-labs.tsx';

interface OfWorker {
  readonly worker: Worker;
}

function ImportHere({ worker }: OfWorker): VNode {
  const { me } = useApp();
  const open = useSignal(false);
  return (
    <>
      <ActionButton
        small
        label="Import"
        whyNot={whyNot(me.value, 'lab:operate') ?? whyNotOnHost(worker)}
        onClick={() => {
          open.value = true;
        }}
      />
      {open.value && (
        <ImportLabDialog
          workerId={worker.id}
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </>
  );
}

const mostShown = 25;

const columns = labColumns.filter(({ key }) => key !== 'worker');

function Some({ labs, worker }: OfWorker & { readonly labs: readonly LabRecord[] }): VNode {
  const rows = labs.slice(0, mostShown);
  const choice = useChoice({ rows, page: { rows }, idOf: ({ id }) => id }, () => undefined);
  return (
    <>
      <LabBulk choice={choice} />
      <DataTable
        caption="Labs on this worker"
        columns={columns}
        rows={rows}
        idOf={({ id }) => id}
        nameOf={labTitle}
        choice={choice}
      />
      {labs.length > rows.length && (
        <a href={paths.labs({ q: `worker:${worker.id}` })}>All {plural(labs.length, 'lab')} on it</a>
      )}
    </>
  );
}

/** The labs that are on a worker now, those that nobody has any more first. */
export function LabsOfWorker({ worker }: OfWorker): VNode {
  const { live } = useApp();
  const labs = live.labs.value.filter((lab) => lab.workerId === worker.id && !isClosed(lab));
  const left = labs.filter((lab) => isLeft(lab, live.sessions.value));
  const others = labs.filter((lab) => !left.includes(lab));
  return (
    <Card
      title={labs.length === 0 ? 'Labs' : `Labs (${labs.length})`}
      aside={[<RefreshWorkerLabs key="refresh" worker={worker} />, <ImportHere key="import" worker={worker} />]}
    >
      {left.length > 0 && (
        <p class="alert alert-warning py-2">
          {left.length === 1 ? 'One lab is' : `${left.length} labs are`} nobody’s any more: they stand first. Delete
          what is not needed.
        </p>
      )}
      {labs.length === 0 ? (
        <EmptyState title="No lab is known on it" />
      ) : (
        <Some labs={[...left.toSorted(byAge), ...others.toSorted(byAge)]} worker={worker} />
      )}
    </Card>
  );
}
