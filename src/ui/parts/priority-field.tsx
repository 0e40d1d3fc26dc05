import { type BookingPriority, bookingPriorities } from '@lcm/core/domain/session';
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { humanize } from '../lib/format.ts';

interface PriorityFieldProps {
  readonly value: BookingPriority;
  readonly onChange: (priority: BookingPriority) => void;
}

/** Who is asked first of those that wait for a place. */
export function PriorityField({ value, onChange }: PriorityFieldProps): VNode {
  const id = useId();
  return (
    <>
      <label class="form-label mb-1" for={id}>
        Priority
      </label>
      <select
        id={id}
        class="form-select"
        value={value}
        aria-describedby={`${id}-help`}
        onChange={({ currentTarget }) => {
          const chosen = bookingPriorities.find((priority) => priority === currentTarget.value);
          if (chosen !== undefined) onChange(chosen);
        }}
      >
        {bookingPriorities.map((priority) => (
          <option key={priority} value={priority}>
            {humanize(priority)}
          </option>
        ))}
      </select>
      <div class="form-text" id={`${id}-help`}>
        Who is asked first while places are short; nobody loses a place for it
      </div>
    </>
  );
}
