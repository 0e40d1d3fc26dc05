import type { ComponentChildren, VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { FilterBar, type FilterBarProps } from './filter-bar.tsx';
import { Loading } from './page.tsx';

export interface FilteredListProps extends Omit<FilterBarProps, 'children'> {
  /** What is waited for while nothing has come yet: `tasks`. */
  readonly what: string;
  /** Beside the filter. */
  readonly tools?: ComponentChildren;
  /** Instead of the list when there is nothing to show. */
  readonly nothing: VNode;
  readonly isLoading?: boolean;
  readonly children: ComponentChildren;
}

/** A filter and what it leaves of a list; when that is nothing, whether it has not come yet or why there is none. */
export function FilteredList({
  what,
  tools,
  nothing,
  isLoading = false,
  children,
  ...filter
}: FilteredListProps): VNode {
  const isSettled = useApp().settled.value && !isLoading;
  return (
    <>
      <FilterBar {...filter}>{tools}</FilterBar>
      {filter.shown > 0 ? children : isSettled ? nothing : <Loading what={what} />}
    </>
  );
}
