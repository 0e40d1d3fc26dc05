import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { useApp } from '../lib/app.ts';
import { emptyLabDraft, type LabDraft, uploadOf } from '../lib/lab-draft.ts';
import { paths } from '../lib/paths.ts';
import { useAction } from '../lib/use-action.ts';
import { useDebounced } from '../lib/use-debounced.ts';
import { type Loaded, useLoad } from '../lib/use-load.ts';
import type { LabCheck } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { Dialog } from './dialog.tsx';
import { LabCheckView } from './lab-check.tsx';
import { TroubleNote } from './trouble-note.tsx';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

function Field({ label, value, onInput }: FieldProps): VNode {
  const id = useId();
  return (
    <div class="flex-fill">
      <label class="form-label mb-1" for={id}>
        {label}
      </label>
      <input id={id} class="form-control" value={value} onInput={({ currentTarget }) => onInput(currentTarget.value)} />
    </div>
  );
}

function Text({ label, value, onInput, rows }: FieldProps & { readonly rows: number }): VNode {
  const id = useId();
  return (
    <>
      <label class="form-label mb-1" for={id}>
        {label}
      </label>
      <textarea
        id={id}
        class="form-control font-monospace small mb-2"
        rows={rows}
        spellcheck={false}
        wrap="off"
        value={value}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
    </>
  );
}

interface EntryProps {
  readonly draft: Signal<LabDraft>;
  readonly check: LabCheck | undefined;
}

function change(draft: Signal<LabDraft>, changes: Partial<LabDraft>): void {
  draft.value = { ...draft.value, ...changes };
}

/** A file by choice or by dropping it; a new one brings its own title. */
function LabSource({ draft }: Pick<EntryProps, 'draft'>): VNode {
  const id = useId();
  const take = async (file: File | null | undefined): Promise<void> => {
    if (file == null) return;
    change(draft, { yaml: await file.text(), title: undefined, slug: undefined });
  };
  return (
    <div
      class="drop-zone mb-2"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void take(event.dataTransfer?.files[0]);
      }}
    >
      <label class="form-label mb-1" for={id}>
        Choose a file, or drop one here
      </label>
      <input
        id={id}
        type="file"
        class="form-control"
        accept=".yaml,.yml,.json,text/yaml"
        onChange={({ currentTarget }) => void take(currentTarget.files?.[0])}
      />
    </div>
  );
}

function Entry({ draft, check }: EntryProps): VNode {
  const { yaml, title, slug, minutes, grading } = draft.value;
  return (
    <>
      <LabSource draft={draft} />
      <Text label="or paste the lab here" rows={8} value={yaml} onInput={(text) => change(draft, { yaml: text })} />
      <div class="d-flex flex-wrap gap-2 mb-2">
        <Field label="Title" value={title ?? check?.title ?? ''} onInput={(text) => change(draft, { title: text })} />
        <Field label="Slug" value={slug ?? check?.slug ?? ''} onInput={(text) => change(draft, { slug: text })} />
        <Field label="Minutes" value={minutes} onInput={(text) => change(draft, { minutes: text })} />
      </div>
      <details class="mb-2">
        <summary>Grading rules (may stay empty)</summary>
        <Text
          label="As in grading.yaml"
          rows={6}
          value={grading}
          onInput={(text) => change(draft, { grading: text })}
        />
      </details>
    </>
  );
}

function useLabCheck(draft: LabDraft): Loaded<LabCheck> {
  const { api } = useApp();
  const settled = useDebounced(draft, 300);
  const key = settled.yaml.trim() === '' ? undefined : JSON.stringify(settled);
  return useLoad(key, async () => api.checkUpload(uploadOf(settled)));
}

function whyNotPublish({ yaml }: LabDraft, { value, loading, trouble }: Loaded<LabCheck>): string | undefined {
  if (yaml.trim() === '') return 'Choose a lab first';
  if (loading) return 'It is being checked';
  if (trouble !== undefined) return trouble.title;
  return value?.outcome === 'refused' ? 'Mend what is wrong first' : undefined;
}

/** Reads a lab, shows what it would become, and publishes it. */
export function UploadLabDialog({ onClose }: { readonly onClose: () => void }): VNode {
  const { api, live, router, announce } = useApp();
  const draft = useSignal<LabDraft>(emptyLabDraft);
  const check = useLabCheck(draft.value);
  const shown = draft.value.yaml.trim() === '' ? undefined : check.value;
  const action = useAction(async () => {
    const { outcome: _outcome, message, ...view } = await api.uploadDefinition(uploadOf(draft.value));
    live.take('definition', { id: view.id, version: view.revision, view });
    announce(message);
    onClose();
    router.go(paths.definition(view.id));
  });
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    void action.run(undefined);
  };
  return (
    <Dialog title="Upload a lab" onClose={onClose} wide>
      <form onSubmit={onSubmit}>
        <Entry draft={draft} check={shown} />
        <TroubleNote trouble={check.trouble ?? action.trouble} />
        {shown !== undefined && <LabCheckView check={shown} draft={draft.value} />}
        <div class="d-flex gap-2 justify-content-end mt-3">
          <ActionButton label="Cancel" onClick={onClose} />
          <ActionButton
            label="Publish"
            type="submit"
            tone="primary"
            pending={action.pending}
            whyNot={whyNotPublish(draft.value, check)}
          />
        </div>
      </form>
    </Dialog>
  );
}
