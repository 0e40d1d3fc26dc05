import { packageSearch } from '@lcm/core/domain/query';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { paths } from '../lib/paths.ts';
import { useFilter } from '../lib/use-filter.ts';
import { useList } from '../lib/use-list.ts';
import { useLoad } from '../lib/use-load.ts';
import type { ContentPackage } from '../lib/views.ts';
import { ContentSourceCard } from '../parts/content-source-card.tsx';
import { ListTable } from '../parts/data-table.tsx';
import { FilteredList } from '../parts/filtered-list.tsx';
import { packageColumns } from '../parts/package-columns.tsx';
import { EmptyState, Page } from '../parts/page.tsx';
import { TableTools } from '../parts/table-tools.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';

const statuses = [
  { value: '', label: 'All that are there' },
  { value: 'published', label: 'New versions' },
  { value: 'refused', label: 'With faults' },
  { value: 'withheld', label: 'Not booked any more' },
  { value: 'vanished', label: 'Not there any more' },
  { value: 'all', label: 'All' },
] as const;

const presets = [
  { name: 'With faults', query: 'status=refused' },
  { name: 'What changed last', query: 'sort=-since&columns=package,found,result,definition,since' },
] as const;

function hasStatus({ result }: ContentPackage, wanted: string): boolean {
  if (wanted === 'all') return true;
  return wanted === '' ? result !== 'vanished' : result === wanted;
}

function Table({ packages }: { readonly packages: readonly ContentPackage[] }): VNode {
  const list = useList({
    table: 'content',
    columns: packageColumns,
    rows: packages,
    idOf: ({ id }) => id,
    nameOf: ({ folder }) => folder,
  });
  return <ListTable caption="Content packages" list={list} />;
}

const askedEveryMs = 10_000;

/** Sources and packages: asked for while somebody looks at them, and at once after a run that was told. */
function useContent() {
  const { api, live, now } = useApp();
  const tick = Math.floor(now.value / askedEveryMs);
  const told = live.find('job', 'content-sync')?.version ?? 0;
  const key = `${tick} ${told}`;
  return {
    sources: useLoad(key, async () => api.contentSources()),
    packages: useLoad(key, async () => api.contentPackages()),
  };
}

/** Where definitions come from: what was found there, what became of it, and what is wrong with the rest. */
export function ContentPage(): VNode {
  const { sources, packages } = useContent();
  const all = packages.value ?? [];
  const { items, fault, status } = useFilter(all, packageSearch);
  const shown = items.filter((each) => hasStatus(each, status));
  return (
    <Page title="Content" lead={<a href={paths.definitions()}>Catalogue</a>}>
      <TroubleNote trouble={sources.trouble ?? packages.trouble} />
      {sources.value?.map((source) => (
        <ContentSourceCard key={source.id} source={source} />
      ))}
      <FilteredList
        what="packages"
        label="Filter by name, title, version, result"
        searchable={packageSearch}
        fault={fault}
        statuses={statuses}
        shown={shown.length}
        total={all.length}
        isLoading={packages.value === undefined && packages.loading}
        tools={<TableTools table="content" path={paths.content()} presets={presets} columns={packageColumns} />}
        nothing={
          <EmptyState title={all.length === 0 ? 'There is no content package yet' : 'No package matches the filter'}>
            <p>
              They are read from the folder or bucket that LCM_CONTENT names, as soon as it is read for the first time.
              What authors upload needs none.
            </p>
          </EmptyState>
        }
      >
        <Table packages={shown} />
      </FilteredList>
    </Page>
  );
}
