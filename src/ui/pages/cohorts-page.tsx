import { whyNot } from '@lcm/core/domain/access';
import { cohortSearch, isOpenCohort } from '@lcm/core/domain/query';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { paths } from '../lib/paths.ts';
import { useDebounced } from '../lib/use-debounced.ts';
import { useFilter } from '../lib/use-filter.ts';
import { useList } from '../lib/use-list.ts';
import { type Loaded, useLoad } from '../lib/use-load.ts';
import type { CohortItem, Session } from '../lib/views.ts';
import { cohortColumns } from '../parts/cohort-columns.tsx';
import { ListTable } from '../parts/data-table.tsx';
import { FilteredList } from '../parts/filtered-list.tsx';
import { EmptyState, Page } from '../parts/page.tsx';
import { TableTools } from '../parts/table-tools.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';

const statuses = [
  { value: '', label: 'Not ended' },
  { value: 'ended', label: 'Ended' },
  { value: 'all', label: 'All' },
] as const;

const presets = [
  { name: 'Needs attention', query: 'q=attention>0&sort=start' },
  { name: 'Seats to hand out', query: 'q=free>0&sort=start' },
  { name: 'In the next 24 hours', query: 'q=start>now+start<%2B24h&sort=start' },
] as const;

function hasStatus(cohort: CohortItem, wanted: string): boolean {
  return wanted === 'all' || isOpenCohort(cohort) === (wanted !== 'ended');
}

/** Grows whenever a seat changes, so that the list is asked for again. */
function changesOf(sessions: readonly Session[]): number {
  return sessions.reduce((sum, { cohort, version }) => (cohort === undefined ? sum : sum + version), 0);
}

function useCohorts(): Loaded<readonly CohortItem[]> {
  const { api, live } = useApp();
  return useLoad(String(useDebounced(changesOf(live.sessions.value), 500)), api.cohorts);
}

function Table({ cohorts }: { readonly cohorts: readonly CohortItem[] }): VNode {
  const list = useList({
    table: 'cohorts',
    columns: cohortColumns,
    rows: cohorts,
    idOf: ({ id }) => id,
    nameOf: ({ name }) => name,
  });
  return <ListTable caption="Cohorts" list={list} />;
}

function OfOperator(): VNode {
  const { value: all = [], trouble, loading } = useCohorts();
  const { items, fault, status } = useFilter(all, cohortSearch);
  const shown = items.filter((cohort) => hasStatus(cohort, status));
  return (
    <>
      <TroubleNote trouble={trouble} />
      <FilteredList
        what="cohorts"
        label="Filter by name, lab, who booked it"
        searchable={cohortSearch}
        fault={fault}
        statuses={statuses}
        shown={shown.length}
        total={all.length}
        isLoading={loading}
        tools={<TableTools table="cohorts" path={paths.cohorts()} presets={presets} columns={cohortColumns} />}
        nothing={
          <EmptyState title={all.length === 0 ? 'No cohort was ever booked' : 'No cohort matches the filter'}>
            <p>Many seats of a lab at one time are booked on its page in the catalogue.</p>
            <a class="btn btn-primary" href={paths.definitions()}>
              Choose a lab from the catalogue
            </a>
          </EmptyState>
        }
      >
        <Table cohorts={shown} />
      </FilteredList>
    </>
  );
}

/** Seats that were booked together, cohort by cohort. */
export function CohortsPage(): VNode {
  const refused = whyNot(useApp().me.value, 'session:all');
  return (
    <Page title="Cohorts" lead="Many seats of a lab at one time, booked together">
      {refused === undefined ? <OfOperator /> : <EmptyState title={refused} />}
    </Page>
  );
}
