import type { Searchable } from '@lcm/core/domain/query';
import type { ComponentChildren, VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { SearchBox } from './search-box.tsx';

export interface FilterBarProps {
  readonly label: string;
  readonly searchable: Searchable<never>;
  readonly fault: string | undefined;
  readonly statuses: readonly { readonly value: string; readonly label: string }[];
  readonly shown: number;
  readonly total: number;
  readonly children?: ComponentChildren;
}

/** A query and a choice of statuses; they live in the address, so that a view can be bookmarked and shared. */
export function FilterBar({ label, searchable, fault, statuses, shown, total, children }: FilterBarProps): VNode {
  const { router } = useApp();
  const query = router.query.value;
  return (
    <search class="d-flex flex-wrap gap-2 align-items-start mb-3">
      <SearchBox label={label} searchable={searchable} fault={fault} />
      <select
        class="form-select w-auto"
        aria-label="Status"
        value={query.get('status') ?? ''}
        onChange={(event) => router.setQuery({ status: event.currentTarget.value, page: '' })}
      >
        {statuses.map(({ value, label: text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      {children}
      <span class="small text-body-secondary filter-count" role="status">
        {shown} of {total}
      </span>
    </search>
  );
}
