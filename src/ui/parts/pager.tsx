import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import type { PageOfRows } from '../lib/table.ts';
import { ActionButton } from './action-button.tsx';

/** Which rows of how many, and the way to the others. */
export function Pager({ page, total }: { readonly page: PageOfRows<unknown>; readonly total: number }): VNode | null {
  const { router } = useApp();
  if (page.pages === 1) return null;
  const go = (to: number) => () => router.setQuery({ page: to === 1 ? '' : String(to) });
  return (
    <nav class="d-flex flex-wrap align-items-center gap-2 mb-3" aria-label="Pages">
      <ActionButton
        small
        label="Previous"
        whyNot={page.page === 1 ? 'This is the first page' : undefined}
        onClick={go(page.page - 1)}
      />
      <ActionButton
        small
        label="Next"
        whyNot={page.page === page.pages ? 'This is the last page' : undefined}
        onClick={go(page.page + 1)}
      />
      <span class="small text-body-secondary" role="status">
        {page.first + 1} to {page.first + page.rows.length} of {total}, page {page.page} of {page.pages}
      </span>
    </nav>
  );
}
