import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';

/** An id that one click copies. Stands next to a name, never alone. */
export function CopyId({ id }: { readonly id: string }): VNode {
  const { copy, announce } = useApp();
  const copied = useSignal(false);
  const onClick = async (): Promise<void> => {
    await copy(id);
    copied.value = true;
    announce(`Copied ${id}`);
  };
  return (
    <button type="button" class="copy-id" title="Copy this id" onClick={() => void onClick()}>
      <code>{id}</code>
      <span aria-hidden="true">{copied.value ? ' ✓' : ' ⧉'}</span>
    </button>
  );
}
