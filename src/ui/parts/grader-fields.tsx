import { gradingEngines } from '@lcm/core/domain/grading';
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import type { LabDraft } from '../lib/lab-draft.ts';
import { TextField } from './lab-source.tsx';

interface GraderFieldsProps {
  readonly draft: Pick<LabDraft, 'engine' | 'form'>;
  readonly onChange: (changes: Partial<LabDraft>) => void;
}

const words = { 'built-in': 'Built-in, by the rules below', external: 'External, by rules that it has' } as const;

/** Who grades the sessions of a lab, and by which name an engine outside knows it. */
export function GraderFields({ draft, onChange }: GraderFieldsProps): VNode {
  const id = useId();
  return (
    <div class="d-flex flex-wrap gap-2 mb-2">
      <div class="flex-fill">
        <label class="form-label mb-1" for={id}>
          Grading engine
        </label>
        <select
          id={id}
          class="form-select"
          value={draft.engine}
          onChange={({ currentTarget }) => {
            const engine = gradingEngines.find((each) => each === currentTarget.value);
            if (engine !== undefined) onChange({ engine });
          }}
        >
          {gradingEngines.map((engine) => (
            <option key={engine} value={engine}>
              {words[engine]}
            </option>
          ))}
        </select>
      </div>
      {draft.engine === 'external' && (
        <TextField
          label="Form that the engine knows (six words)"
          value={draft.form}
          onInput={(form) => onChange({ form })}
        />
      )}
    </div>
  );
}
