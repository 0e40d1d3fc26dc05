import { whyNot } from '@lcm/core/domain/access';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { ActionButton } from './action-button.tsx';
import { UploadLabDialog } from './upload-lab-dialog.tsx';

export function UploadLabButton(): VNode {
  const { me } = useApp();
  const open = useSignal(false);
  const show = (is: boolean) => (): void => {
    open.value = is;
  };
  return (
    <>
      <ActionButton
        label="Upload a lab"
        tone="primary"
        whyNot={whyNot(me.value, 'definition:write')}
        onClick={show(true)}
      />
      {open.value && <UploadLabDialog onClose={show(false)} />}
    </>
  );
}
