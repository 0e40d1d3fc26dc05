import type { ComponentChildren, VNode } from 'preact';
import { useApp } from '../lib/app.ts';

export interface FilterBarProps {
  readonly label: string;
  readonly statuses: readonly { readonly value: string; readonly label: string }[];
  readonly shown: number;
  readonly total: number;
  readonly children?: ComponentChildren;
}

/** Text and status filters; they live in the address, so that a view can be bookmarked and shared. */
export function FilterBar({ label, statuses, shown, total, children }: FilterBarProps): VNode {
  const { router } = useApp();
  const query = router.query.value;
  return (
    <search class="d-flex flex-wrap gap-2 align-items-center mb-3">
      <input
        type="search"
        class="form-control filter-text"
        placeholder={label}
        aria-label={label}
        value={query.get('q') ?? ''}
        onInput={(event) => router.setQuery({ q: event.currentTarget.value })}
      />
      <select
        class="form-select w-auto"
        aria-label="Status"
        value={query.get('status') ?? ''}
        onChange={(event) => router.setQuery({ status: event.currentTarget.value })}
      >
        {statuses.map(({ value, label: text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      {children}
      <span class="small text-body-secondary" role="status">
        {shown} of {total}
      </span>
    </search>
  );
}
