import { may, whyNot } from '@lcm/core/domain/access';
import { labSearch } from '@lcm/core/domain/query';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { byAge, closedQueryFor, isInGroup, labGroups, labTitle } from '../lib/lab-words.ts';
import { paths } from '../lib/paths.ts';
import { useFilter, useStatus } from '../lib/use-filter.ts';
import { useChoice, useList } from '../lib/use-list.ts';
import { useLoad } from '../lib/use-load.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { ListTable } from '../parts/data-table.tsx';
import { FilteredList } from '../parts/filtered-list.tsx';
import { ImportLabDialog } from '../parts/import-lab-dialog.tsx';
import { LabBulk } from '../parts/lab-bulk.tsx';
import { type LabRow, labColumns } from '../parts/lab-columns.tsx';
import { EmptyState, Page } from '../parts/page.tsx';
import { RefreshLabs, RefreshProgress } from '../parts/refresh-labs.tsx';
import { TableTools } from '../parts/table-tools.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';

const presets = [
  { name: 'Most nodes first', query: 'sort=-nodes' },
  { name: 'Nobody’s any more', query: 'q=orphan:no-lab,no-session' },
] as const;

function Orders(): VNode {
  const { me } = useApp();
  const open = useSignal(false);
  return (
    <div class="d-flex flex-wrap gap-2">
      <RefreshLabs />
      <ActionButton
        label="Import"
        tone="primary"
        whyNot={whyNot(me.value, 'lab:operate')}
        onClick={() => {
          open.value = true;
        }}
      />
      {open.value && (
        <ImportLabDialog
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </div>
  );
}

/** The labs that there are, live, and with them the closed records when those are asked for. */
function useLabs(group: string) {
  const { api, live } = useApp();
  const query = closedQueryFor(group);
  const closed = useLoad(query, async () => api.labs(query ?? ''));
  const current = live.labs.value;
  const known = new Set(current.map(({ id }) => id));
  const more = query === undefined ? [] : (closed.value ?? []).filter(({ id }) => !known.has(id));
  return { labs: [...current, ...more], trouble: closed.trouble, loading: query !== undefined && closed.loading };
}

function Table({ labs }: { readonly labs: readonly LabRow[] }): VNode {
  const list = useList({ table: 'labs', columns: labColumns, rows: labs, idOf: ({ id }) => id, nameOf: labTitle });
  const choice = useChoice(list, () => undefined);
  return (
    <>
      <LabBulk choice={choice} />
      <ListTable caption="Labs" list={list} choice={choice} />
    </>
  );
}

function Nothing({ any }: { readonly any: boolean }): VNode {
  const { me } = useApp();
  if (!any && !may(me.value, 'lab:all'))
    return (
      <EmptyState title="No lab is assigned to you">
        <p>
          An operator assigns labs to people, to look at or to operate. The labs of your sessions are on their pages.
        </p>
      </EmptyState>
    );
  return (
    <EmptyState title={any ? 'No lab matches the filter' : 'There is no lab on any worker'}>
      <p>
        Every lab in CML has a record here, whoever made it: sessions bring theirs, others are imported here or built by
        hand in CML and found within half an hour.
      </p>
    </EmptyState>
  );
}

const every = 'Every lab on every worker, whoever made it';

/** All labs on all workers, whoever made them; for those without a role over labs, theirs. */
export function LabsPage(): VNode {
  const { live, me } = useApp();
  const { labs, trouble, loading } = useLabs(useStatus());
  const names = new Map<string, string>(live.workers.value.map(({ id, name }) => [id, name]));
  const rows = labs.map((lab) => ({ ...lab, workerName: names.get(lab.workerId) }));
  const { items, fault, status } = useFilter(rows, labSearch);
  const shown = items.filter((lab) => isInGroup(lab, status)).toSorted(byAge);
  return (
    <Page
      title="Labs"
      lead={may(me.value, 'lab:all') ? every : 'The labs that are assigned to you'}
      actions={<Orders />}
    >
      <RefreshProgress />
      <TroubleNote trouble={trouble} />
      <FilteredList
        what="labs"
        isLoading={loading}
        label="Filter by title, worker, owner, session"
        searchable={labSearch}
        fault={fault}
        statuses={labGroups}
        shown={shown.length}
        total={labs.length}
        tools={<TableTools table="labs" path={paths.labs()} presets={presets} columns={labColumns} />}
        nothing={<Nothing any={labs.length > 0} />}
      >
        <Table labs={shown} />
      </FilteredList>
    </Page>
  );
}
