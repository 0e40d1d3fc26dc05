import { currentPipeline, stepsOf, whyNotSkip } from '@lcm/core/domain/session';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { humanize } from '../lib/format.ts';
import { whyNotOperateStep } from '../lib/permissions.ts';
import type { GanttRow } from '../lib/session-words.ts';
import type { Session } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';

interface StepActionsProps {
  readonly session: Session;
  readonly row: GanttRow;
}

/** For operators, beside a step that is under way or failed; nobody else sees what they could not use. */
export function StepActions({ session, row }: StepActionsProps): VNode | null {
  const { me } = useApp();
  const order = useSignal<'retry' | 'skip' | undefined>(undefined);
  const isOpen = row.status === 'running' || row.status === 'failed';
  if (!isOpen || currentPipeline(session) !== row.pipeline || whyNotOperateStep(me.value) !== undefined) return null;
  const name = humanize(row.step);
  return (
    <div class="gantt-actions">
      <ActionButton
        label="Try again"
        description={`Try again: ${name}`}
        small
        onClick={() => {
          order.value = 'retry';
        }}
      />
      <ActionButton
        label="Skip"
        description={`Skip: ${name}`}
        small
        whyNot={whyNotSkip(row)}
        onClick={() => {
          order.value = 'skip';
        }}
      />
      {order.value !== undefined && (
        <StepDialog
          session={session}
          row={row}
          order={order.value}
          onClose={() => {
            order.value = undefined;
          }}
        />
      )}
    </div>
  );
}

interface StepDialogProps extends StepActionsProps {
  readonly order: 'retry' | 'skip';
  readonly onClose: () => void;
}

function StepDialog({ session, row, order, onClose }: StepDialogProps): VNode {
  const { api, announce } = useApp();
  const { pipeline, step } = row;
  const name = humanize(step);
  const isSkip = order === 'skip';
  const meaning = isSkip
    ? stepsOf(pipeline)[step]?.skippable
    : 'It begins again at once, with all its attempts and all its time.';
  return (
    <ConfirmDialog
      title={isSkip ? `Skip ${name}?` : `Try ${name} again?`}
      confirmLabel={isSkip ? 'Skip' : 'Try again'}
      danger={isSkip}
      reason={isSkip ? 'needed' : 'optional'}
      onClose={onClose}
      perform={async (reason) => {
        await api.operateStep({ sessionId: session.id, pipeline, step }, order, reason);
        announce(isSkip ? `${name} is skipped` : `${name} is tried again`);
      }}
    >
      <p class="mb-1">{meaning}</p>
    </ConfirmDialog>
  );
}
