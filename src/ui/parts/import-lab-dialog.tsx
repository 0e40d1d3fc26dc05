import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { type ImportLabDraft, labImportOf, shownCheck, whyNotImport } from '../lib/lab-import.ts';
import { paths } from '../lib/paths.ts';
import { type Action, useAction } from '../lib/use-action.ts';
import { useDebounced } from '../lib/use-debounced.ts';
import { type Loaded, useLoad } from '../lib/use-load.ts';
import type { LabImportCheck } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { Dialog } from './dialog.tsx';
import { LabCheckView } from './lab-check.tsx';
import { LabSource, TextField } from './lab-source.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { useWorkersUp, WorkerChoice } from './worker-choice.tsx';

export interface ImportLabDialogProps {
  /** Where one was when it was opened. */
  readonly workerId?: string | undefined;
  readonly onClose: () => void;
}

function useImportCheck({ yaml, workerId }: ImportLabDraft): Loaded<LabImportCheck> {
  const { api } = useApp();
  const settled = useDebounced(yaml, 300);
  const key = settled.trim() === '' ? undefined : `${workerId} ${settled}`;
  return useLoad(key, async () => api.checkLabImport({ yaml: settled, ...(workerId !== '' && { workerId }) }));
}

interface EntryProps {
  readonly draft: Signal<ImportLabDraft>;
  /** Of what stands there now. */
  readonly check: LabImportCheck | undefined;
}

function Entry({ draft, check }: EntryProps): VNode {
  const { yaml, title, workerId } = draft.value;
  const change = (changes: Partial<ImportLabDraft>): void => {
    draft.value = { ...draft.peek(), ...changes };
  };
  return (
    <>
      <LabSource
        yaml={yaml}
        onFile={(text) => change({ yaml: text, title: undefined })}
        onInput={(text) => change({ yaml: text })}
      />
      <div class="d-flex flex-wrap gap-2 mb-2">
        <TextField label="Title" value={title ?? check?.title ?? ''} onInput={(text) => change({ title: text })} />
        <WorkerChoice label="Worker" value={workerId} onChange={(id) => change({ workerId: id })} />
      </div>
      {check !== undefined && (
        <LabCheckView about="What would be imported" check={shownCheck(check)} draft={{ yaml, grading: '' }} />
      )}
    </>
  );
}

function useImport(draft: Signal<ImportLabDraft>, onClose: () => void): Action<undefined> {
  const { api, live, router, announce } = useApp();
  return useAction(async () => {
    const view = await api.importLab(labImportOf(draft.peek()));
    live.take('lab', { id: view.id, version: view.version, view });
    announce(`Import of ${view.facts.title} asked for`);
    onClose();
    router.go(paths.lab(view.id));
  });
}

/** Reads a lab, shows what it needs and what stands in its way, and imports it to a worker. */
export function ImportLabDialog({ workerId, onClose }: ImportLabDialogProps): VNode {
  const [first] = useWorkersUp();
  const draft = useSignal<ImportLabDraft>({ yaml: '', workerId: workerId ?? first?.id ?? '' });
  const check = useImportCheck(draft.value);
  const action = useImport(draft, onClose);
  const isEmpty = draft.value.yaml.trim() === '';
  return (
    <Dialog title="Import a lab" onClose={onClose} wide>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void action.run(undefined);
        }}
      >
        <Entry draft={draft} check={isEmpty ? undefined : check.value} />
        <TroubleNote trouble={check.trouble ?? action.trouble} />
        <div class="d-flex gap-2 justify-content-end mt-3">
          <ActionButton label="Cancel" onClick={onClose} />
          <ActionButton
            label="Import"
            type="submit"
            tone="primary"
            pending={action.pending}
            whyNot={whyNotImport(draft.value, check)}
          />
        </div>
      </form>
    </Dialog>
  );
}
