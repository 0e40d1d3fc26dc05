import { may } from '@lcm/core/domain/access';
import { definitionSearch } from '@lcm/core/domain/query';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { plural } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import { useFilter } from '../lib/use-filter.ts';
import type { Definition } from '../lib/views.ts';
import { AmountsLine } from '../parts/amounts.tsx';
import { FilteredList } from '../parts/filtered-list.tsx';
import { EmptyState, Page } from '../parts/page.tsx';
import { SavedViews } from '../parts/saved-views.tsx';
import { DefinitionBadge } from '../parts/status-badge.tsx';
import { UploadLabButton } from '../parts/upload-lab-button.tsx';

const statuses = [
  { value: '', label: 'Can be booked' },
  { value: 'pending_sync', label: 'Waiting for their content' },
  { value: 'resting', label: 'Not active any more' },
  { value: 'kept', label: 'All versions' },
  { value: 'all', label: 'Deleted ones too' },
] as const;

const resting: readonly Definition['status'][] = ['inactive', 'deprecated', 'archived'];

function hasStatus({ status }: Definition, wanted: string): boolean {
  if (wanted === 'all') return true;
  if (wanted === 'kept') return status !== 'deleted';
  if (wanted === 'resting') return resting.includes(status);
  return status === (wanted === '' ? 'active' : wanted);
}

const presets = [
  { name: 'Uploaded here', query: 'q=origin:upload&status=kept' },
  { name: 'Not graded', query: 'q=graded:no' },
  { name: 'Short ones', query: 'q=minutes<=30' },
] as const;

function DefinitionCard({ definition }: { readonly definition: Definition }): VNode {
  const { id, title, version, summary, status, nodeCount, needs, ports, durationMinutes, tags = [] } = definition;
  return (
    <li class="col">
      <article class="card h-100">
        <div class="card-body d-flex flex-column">
          <h2 class="h6 d-flex gap-2">
            <a href={paths.definition(id)} class="me-auto">
              {title}
            </a>
            <span class="text-body-secondary fw-normal">{version}</span>
          </h2>
          <p class="clamp">{summary}</p>
          <p class="small text-body-secondary mt-auto mb-0">
            {plural(nodeCount, 'node')} · <AmountsLine amounts={needs} /> · {plural(ports.length, 'port')} ·{' '}
            {durationMinutes} min
            {tags.length > 0 && ` · ${tags.join(', ')}`}
          </p>
          {status !== 'active' && (
            <p class="mb-0 mt-2">
              <DefinitionBadge status={status} />
            </p>
          )}
        </div>
      </article>
    </li>
  );
}

function CatalogueActions(): VNode {
  const { me } = useApp();
  return (
    <div class="d-flex flex-wrap gap-1">
      {may(me.value, 'content:read') && (
        <a class="btn btn-outline-secondary" href={paths.content()}>
          Content
        </a>
      )}
      <UploadLabButton />
    </div>
  );
}

/** The catalogue: every lab that can be booked, with what it needs. */
export function DefinitionsPage(): VNode {
  const { live } = useApp();
  const all = live.definitions.value;
  const { items, fault, status: chosen } = useFilter(all, definitionSearch);
  const shown = items
    .filter((definition) => hasStatus(definition, chosen))
    .toSorted((a, b) => a.title.localeCompare(b.title, undefined, { numeric: true }));
  return (
    <Page title="Catalogue" lead="Labs that can be booked" actions={<CatalogueActions />}>
      <FilteredList
        what="the catalogue"
        label="Search by title, text or node definition"
        searchable={definitionSearch}
        fault={fault}
        statuses={statuses}
        shown={shown.length}
        total={all.length}
        tools={<SavedViews table="definitions" path={paths.definitions()} presets={presets} />}
        nothing={
          <EmptyState title={all.length === 0 ? 'There is no definition yet' : 'No definition matches'}>
            <p>
              Definitions are read from content packages or uploaded by authors; they appear here once there is one.
            </p>
          </EmptyState>
        }
      >
        <ul class="row row-cols-1 row-cols-md-2 row-cols-xl-3 g-3 list-unstyled">
          {shown.map((definition) => (
            <DefinitionCard key={definition.id} definition={definition} />
          ))}
        </ul>
      </FilteredList>
    </Page>
  );
}
