import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';

const sheets = 'M5 1h9v10h-3v3H2V4h3zM5 4v7h6';
const tick = 'M2 8l4 4 8-9';

export interface CopyIdProps {
  readonly id: string;
  readonly what?: string;
  /** Of a long one, so much that two can be told apart; all of it is copied. */
  readonly isLong?: boolean;
}

/** An id that one click copies. Stands next to a name, never alone. */
export function CopyId({ id, what = 'id', isLong = false }: CopyIdProps): VNode {
  const { copy, announce } = useApp();
  const copied = useSignal(false);
  const onClick = async (): Promise<void> => {
    copied.value = await copy(id);
    announce(copied.value ? `Copied ${id}` : 'The browser does not allow copying here');
  };
  return (
    <button
      type="button"
      class="copy-id"
      title={isLong ? `Copy this ${what}: ${id}` : `Copy this ${what}`}
      onClick={() => void onClick()}
    >
      <code>{isLong && id.length > 14 ? `${id.slice(0, 12)}…` : id}</code>
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        <path d={copied.value ? tick : sheets} />
      </svg>
    </button>
  );
}
