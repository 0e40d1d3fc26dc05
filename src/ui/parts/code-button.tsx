import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useLoad } from '../lib/use-load.ts';
import { CodeView, type CodeViewProps } from './code-view.tsx';
import { Dialog } from './dialog.tsx';
import { Loading } from './page.tsx';
import { TroubleNote } from './trouble-note.tsx';

export interface CodeButtonProps extends Omit<CodeViewProps, 'text'> {
  readonly label: string;
  readonly load: () => Promise<string>;
}

function CodeDialog(props: CodeButtonProps & { readonly onClose: () => void }): VNode {
  const { title, load, onClose } = props;
  const text = useLoad(title, load);
  return (
    <Dialog wide title={title} onClose={onClose}>
      <TroubleNote trouble={text.trouble} />
      {text.loading && <Loading what={title} />}
      {text.value !== undefined && <CodeView {...props} text={text.value} />}
    </Dialog>
  );
}

/** Shows a file that the server has, once somebody asks for it. */
export function CodeButton(props: CodeButtonProps): VNode {
  const { label, title } = props;
  const open = useSignal(false);
  return (
    <>
      <button
        type="button"
        class="btn btn-link p-0 align-baseline"
        aria-label={`${label}: ${title}`}
        onClick={() => {
          open.value = true;
        }}
      >
        {label}
      </button>
      {open.value && (
        <CodeDialog
          {...props}
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </>
  );
}
