import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { plural } from '../lib/format.ts';
import { type BulkCommand, bulkCommands, bulkOrders, whyNotBulk } from '../lib/lab-bulk.ts';
import { useLabFleet } from '../lib/use-lab-fleet.ts';
import type { LabRecord } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { LabBulkDialog } from './lab-bulk-dialog.tsx';
import type { Chosen } from './lab-table.tsx';

export interface LabBulkProps {
  readonly labs: readonly LabRecord[];
  readonly chosen: Chosen;
}

/** Of those that are shown; what was ticked and is filtered away is not acted on unseen. */
function chosenOf(labs: readonly LabRecord[], chosen: ReadonlySignal<ReadonlySet<string>>): readonly LabRecord[] {
  return labs.filter(({ id }) => chosen.value.has(id));
}

/** Orders to all labs that are ticked. */
export function LabBulk({ labs, chosen }: LabBulkProps): VNode {
  const fleet = useLabFleet();
  const asked = useSignal<{ readonly command: BulkCommand; readonly labs: readonly LabRecord[] } | undefined>(
    undefined,
  );
  const picked = chosenOf(labs, chosen);
  return (
    <div class="d-flex flex-wrap gap-2 align-items-center mb-2">
      {bulkCommands.map((command) => (
        <ActionButton
          key={command}
          small
          label={bulkOrders[command].label}
          tone={command === 'orphans' ? 'danger' : 'secondary'}
          whyNot={whyNotBulk(command, picked, fleet)}
          onClick={() => {
            asked.value = { command, labs: picked };
          }}
        />
      ))}
      <span class="small text-body-secondary" role="status">
        {picked.length === 0 ? 'None chosen' : `${plural(picked.length, 'lab')} chosen`}
      </span>
      {asked.value !== undefined && (
        <LabBulkDialog
          {...asked.value}
          onClose={() => {
            asked.value = undefined;
            chosen.value = new Set();
          }}
        />
      )}
    </div>
  );
}
