import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { whyNotAny } from '../lib/bulk.ts';
import { type BulkCommand, bulkCommands, bulkOrders, labRunner, planBulk, whyNotBulk } from '../lib/lab-bulk.ts';
import { labTitle } from '../lib/lab-words.ts';
import { useLabFleet } from '../lib/use-lab-fleet.ts';
import type { Choice } from '../lib/use-list.ts';
import type { LabRecord } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { BulkDialog } from './bulk-dialog.tsx';
import { ReasonField } from './reason-field.tsx';
import { LabBadge } from './status-badge.tsx';

interface Asked {
  readonly command: BulkCommand;
  readonly labs: readonly LabRecord[];
}

/** What can be ordered of all labs that are chosen. */
export function LabBulk({ choice }: { readonly choice: Choice<LabRecord> }): VNode {
  const fleet = useLabFleet();
  const asked = useSignal<Asked | undefined>(undefined);
  return (
    <BulkBar choice={choice} noun="lab">
      {bulkCommands.map((command) => (
        <ActionButton
          key={command}
          small
          label={bulkOrders[command].label}
          description={`${bulkOrders[command].label}: all chosen labs`}
          tone={command === 'orphans' ? 'danger' : 'secondary'}
          whyNot={whyNotAny(choice.rows, (lab) => whyNotBulk(fleet, command, lab), 'lab')}
          onClick={() => {
            asked.value = { command, labs: choice.rows };
          }}
        />
      ))}
      {asked.value !== undefined && (
        <LabBulkDialog
          {...asked.value}
          onClose={() => {
            asked.value = undefined;
            choice.clear();
          }}
        />
      )}
    </BulkBar>
  );
}

function LabBulkDialog({ command, labs, onClose }: Asked & { readonly onClose: () => void }): VNode {
  const { api } = useApp();
  const fleet = useLabFleet();
  const reason = useSignal('');
  const { label, consequence, danger } = bulkOrders[command];
  return (
    <BulkDialog
      label={label}
      noun="lab"
      isDanger={danger}
      consequence={`for each: ${consequence}`}
      plan={planBulk(fleet, command, labs)}
      nameOf={(lab) => (
        <>
          <strong>{labTitle(lab)}</strong> <LabBadge status={lab.status} />
        </>
      )}
      runner={labRunner(api, command, () => reason.peek())}
      onClose={onClose}
    >
      <ReasonField
        value={reason.value}
        onInput={(text) => {
          reason.value = text;
        }}
      />
    </BulkDialog>
  );
}
