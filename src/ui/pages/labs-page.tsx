import { may, whyNot } from '@lcm/core/domain/access';
import { labSearch } from '@lcm/core/domain/query';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { byAge, closedQueryFor, isInGroup, labGroups } from '../lib/lab-words.ts';
import { useFilter, useStatus } from '../lib/use-filter.ts';
import { useLoad } from '../lib/use-load.ts';
import type { LabRecord } from '../lib/views.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { FilterBar } from '../parts/filter-bar.tsx';
import { ImportLabDialog } from '../parts/import-lab-dialog.tsx';
import { LabBulk } from '../parts/lab-bulk.tsx';
import { LabTable } from '../parts/lab-table.tsx';
import { EmptyState, Loading, Page } from '../parts/page.tsx';
import { RefreshLabs, RefreshProgress } from '../parts/refresh-labs.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';

const pageSize = 100;

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

function NoneAssigned(): VNode {
  return (
    <EmptyState title="No lab is assigned to you">
      <p>An operator assigns labs to people, to look at or to operate. The labs of your sessions are on their pages.</p>
    </EmptyState>
  );
}

function Nothing({ any, loading }: { readonly any: boolean; readonly loading: boolean }): VNode {
  const { me, settled } = useApp();
  if (loading || !settled.value) return <Loading what="labs" />;
  if (!any && !may(me.value, 'lab:all')) return <NoneAssigned />;
  return (
    <EmptyState title={any ? 'No lab matches the filter' : 'There is no lab on any worker'}>
      <p>
        Every lab in CML has a record here, whoever made it: sessions bring theirs, others are imported here or built by
        hand in CML and found within half an hour.
      </p>
    </EmptyState>
  );
}

function Shown({ labs }: { readonly labs: readonly LabRecord[] }): VNode {
  const { router } = useApp();
  const chosen = useSignal<ReadonlySet<string>>(new Set());
  const limit = Number(router.query.value.get('limit') ?? pageSize);
  const shown = labs.slice(0, limit);
  return (
    <>
      <LabBulk labs={shown} chosen={chosen} />
      <LabTable labs={shown} chosen={chosen} hasWorkers />
      {labs.length > limit && (
        <button
          type="button"
          class="btn btn-outline-secondary"
          onClick={() => router.setQuery({ limit: String(limit + pageSize) })}
        >
          Show more
        </button>
      )}
    </>
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
      <FilterBar
        label="Filter by title, worker, owner, session"
        searchable={labSearch}
        fault={fault}
        statuses={labGroups}
        shown={shown.length}
        total={labs.length}
      />
      <RefreshProgress />
      <TroubleNote trouble={trouble} />
      {shown.length > 0 ? <Shown labs={shown} /> : <Nothing any={labs.length > 0} loading={loading} />}
    </Page>
  );
}
