import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** For more than a few fields. */
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

/** A native modal dialog: the browser traps the focus, closes on Escape and gives the focus back. */
export function Dialog({ title, onClose, children, wide = false }: DialogProps): VNode {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    // The first field, not the button that closes it.
    dialog?.querySelector<HTMLElement>('form input:not(:disabled), form button')?.focus();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      class={wide ? 'dialog dialog-wide' : 'dialog'}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div class="d-flex align-items-start mb-3">
        <h2 class="h5 mb-0 me-auto" id={titleId}>
          {title}
        </h2>
        <button type="button" class="btn-close" aria-label="Close" onClick={onClose} />
      </div>
      {children}
    </dialog>
  );
}
