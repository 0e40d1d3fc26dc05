import { whyNot } from '@lcm/core/domain/access';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { ActionButton } from './action-button.tsx';
import { NewWorkerDialog } from './new-worker-dialog.tsx';

export function NewWorkerButton(): VNode {
  const { me } = useApp();
  const open = useSignal(false);
  return (
    <>
      <ActionButton
        label="New worker"
        tone="primary"
        whyNot={whyNot(me.value, 'worker:manage')}
        onClick={() => {
          open.value = true;
        }}
      />
      {open.value && (
        <NewWorkerDialog
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </>
  );
}
