import type { VNode } from 'preact';
import { useId } from 'preact/hooks';

export interface ReasonFieldProps {
  readonly value: string;
  readonly onInput: (text: string) => void;
  readonly isNeeded?: boolean;
}

/** Why somebody orders what cannot be taken back lightly. */
export function ReasonField({ value, onInput, isNeeded = false }: ReasonFieldProps): VNode {
  const id = useId();
  return (
    <>
      <label class="form-label mt-2 mb-1" for={id}>
        {isNeeded ? 'Reason' : 'Reason (for the audit log; may stay empty)'}
      </label>
      <input
        id={id}
        class="form-control"
        maxLength={200}
        required={isNeeded}
        value={value}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
    </>
  );
}
