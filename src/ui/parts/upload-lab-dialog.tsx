import { type Signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { emptyLabDraft, type LabDraft, uploadOf } from '../lib/lab-draft.ts';
import { paths } from '../lib/paths.ts';
import { useAction } from '../lib/use-action.ts';
import { useDebounced } from '../lib/use-debounced.ts';
import { type Loaded, useLoad } from '../lib/use-load.ts';
import type { LabCheck } from '../lib/views.ts';
import { ActionButton } from './action-button.tsx';
import { Dialog } from './dialog.tsx';
import { GraderFields } from './grader-fields.tsx';
import { LabCheckView } from './lab-check.tsx';
import { LabSource, TextArea, TextField } from './lab-source.tsx';
import { TroubleNote } from './trouble-note.tsx';

interface EntryProps {
  readonly draft: Signal<LabDraft>;
  readonly check: LabCheck | undefined;
}

function change(draft: Signal<LabDraft>, changes: Partial<LabDraft>): void {
  draft.value = { ...draft.value, ...changes };
}

function Entry({ draft, check }: EntryProps): VNode {
  const { yaml, title, slug, minutes, grading } = draft.value;
  return (
    <>
      <LabSource
        yaml={yaml}
        onFile={(text) => change(draft, { yaml: text, title: undefined, slug: undefined })}
        onInput={(text) => change(draft, { yaml: text })}
      />
      <div class="d-flex flex-wrap gap-2 mb-2">
        <TextField
          label="Title"
          value={title ?? check?.title ?? ''}
          onInput={(text) => change(draft, { title: text })}
        />
        <TextField label="Slug" value={slug ?? check?.slug ?? ''} onInput={(text) => change(draft, { slug: text })} />
        <TextField label="Minutes" value={minutes} onInput={(text) => change(draft, { minutes: text })} />
      </div>
      <GraderFields draft={draft.value} onChange={(changes) => change(draft, changes)} />
      <details class="mb-2">
        <summary>Grading rules (may stay empty)</summary>
        <TextArea
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
        {shown !== undefined && <LabCheckView about="What the lab would become" check={shown} draft={draft.value} />}
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
