import type { VNode } from 'preact';
import { useId } from 'preact/hooks';

export interface FormFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (text: string) => void;
  readonly help?: string;
  readonly type?: 'text' | 'number' | 'month' | 'time' | 'datetime-local';
  /** Offered while typing; anything else may be typed too. */
  readonly choices?: readonly string[];
  readonly required?: boolean;
  readonly disabled?: boolean;
  readonly maxLength?: number;
  /** Columns of twelve. */
  readonly columns?: 3 | 4 | 6 | 12;
}

/** A label, an input and a word of help, in a row of columns. */
export function FormField(props: FormFieldProps): VNode {
  const id = useId();
  const { label, value, onInput, help, choices, type = 'text', columns = 4, ...input } = props;
  return (
    <div class={`col-sm-${columns}`}>
      <label class="form-label mb-1" for={id}>
        {label}
      </label>
      <input
        {...input}
        id={id}
        type={type}
        step={type === 'number' ? 'any' : undefined}
        class="form-control"
        value={value}
        list={choices && `${id}-choices`}
        aria-describedby={help && `${id}-help`}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {choices && (
        <datalist id={`${id}-choices`}>
          {choices.map((choice) => (
            <option key={choice} value={choice} />
          ))}
        </datalist>
      )}
      {help && (
        <div class="form-text" id={`${id}-help`}>
          {help}
        </div>
      )}
    </div>
  );
}
