import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';

export interface ActionButtonProps {
  readonly label: string;
  /** Why not, in words; the button then stays focusable so that everybody can learn the reason. */
  readonly whyNot?: string | undefined;
  readonly pending?: boolean;
  readonly tone?: 'primary' | 'secondary' | 'danger';
  readonly small?: boolean;
  readonly type?: 'button' | 'submit';
  readonly onClick?: () => void;
  /** Says more than the label where labels repeat, as in the rows of a table. */
  readonly description?: string;
  readonly children?: ComponentChildren;
}

const classes = { primary: 'btn-primary', secondary: 'btn-outline-secondary', danger: 'btn-outline-danger' } as const;

function buttonClass({ tone = 'secondary', small = false }: ActionButtonProps, off: boolean): string {
  return ['btn', classes[tone], ...(small ? ['btn-sm'] : []), ...(off ? ['btn-off'] : [])].join(' ');
}

export function ActionButton(props: ActionButtonProps): VNode {
  const { label, whyNot, pending = false, onClick } = props;
  const reasonId = useId();
  const off = whyNot !== undefined || pending;
  const press = (event: MouseEvent): void => {
    if (off) event.preventDefault();
    else onClick?.();
  };
  return (
    <span class="action">
      <button
        type={props.type ?? 'button'}
        class={buttonClass(props, off)}
        aria-disabled={off}
        aria-busy={pending}
        aria-label={props.description}
        aria-describedby={reasonId}
        title={whyNot}
        onClick={press}
      >
        {pending && <span class="spinner-border spinner-border-sm me-1" aria-hidden="true" />}
        {label}
      </button>
      <Why id={reasonId} text={whyNot} />
    </span>
  );
}

function Why({ id, text }: { readonly id: string; readonly text: string | undefined }): VNode | null {
  if (text === undefined) return null;
  return (
    <span class="why" id={id} role="tooltip">
      {text}
    </span>
  );
}
