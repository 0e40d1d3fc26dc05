import type { VNode } from 'preact';
import { useId } from 'preact/hooks';

export interface PersonFieldProps {
  readonly id: string;
  readonly value: string;
  readonly people: ReadonlyMap<string, string>;
  readonly required?: boolean;
  readonly onInput: (text: string) => void;
}

/** A person by their user id, out of those that are known or typed. */
export function PersonField({ id, value, people, required = false, onInput }: PersonFieldProps): VNode {
  const listId = useId();
  return (
    <>
      <input
        id={id}
        class="form-control"
        maxLength={100}
        list={listId}
        required={required}
        value={value}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
      <datalist id={listId}>
        {[...people].map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </datalist>
    </>
  );
}
