import type { VNode } from 'preact';
import { useId } from 'preact/hooks';

interface CheckFieldProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** Yes or no, in a row of columns. */
export function CheckField({ label, checked, onChange }: CheckFieldProps): VNode {
  const id = useId();
  return (
    <div class="col-12">
      <div class="form-check">
        <input
          id={id}
          class="form-check-input"
          type="checkbox"
          checked={checked}
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />
        <label class="form-check-label" for={id}>
          {label}
        </label>
      </div>
    </div>
  );
}
