import type { VNode } from 'preact';
import { useId } from 'preact/hooks';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

export function TextField({ label, value, onInput }: FieldProps): VNode {
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

export function TextArea({ label, value, onInput, rows }: FieldProps & { readonly rows: number }): VNode {
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

export interface LabSourceProps {
  readonly yaml: string;
  /** A whole other lab, by choice or by dropping it. */
  readonly onFile: (yaml: string) => void;
  readonly onInput: (yaml: string) => void;
}

/** A lab as a file or as text. */
export function LabSource({ yaml, onFile, onInput }: LabSourceProps): VNode {
  const id = useId();
  const take = async (file: File | null | undefined): Promise<void> => {
    if (file != null) onFile(await file.text());
  };
  return (
    <>
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
      <TextArea label="or paste the lab here" rows={8} value={yaml} onInput={onInput} />
    </>
  );
}
