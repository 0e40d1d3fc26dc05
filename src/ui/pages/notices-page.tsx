import { whyNot } from '@lcm/core/domain/access';
import { noticeSearch } from '@lcm/core/domain/query';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { plural } from '../lib/format.ts';
import { newestNoticesFirst } from '../lib/notices.ts';
import { paths } from '../lib/paths.ts';
import { useAction } from '../lib/use-action.ts';
import { useFilter } from '../lib/use-filter.ts';
import { useList } from '../lib/use-list.ts';
import type { Notice } from '../lib/views.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { ListTable } from '../parts/data-table.tsx';
import { FilteredList } from '../parts/filtered-list.tsx';
import { noticeColumns } from '../parts/notice-columns.tsx';
import { EmptyState, Page } from '../parts/page.tsx';
import { TableTools } from '../parts/table-tools.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';

const statuses = [
  { value: '', label: 'In any state' },
  { value: 'queued', label: 'Waiting' },
  { value: 'sent', label: 'Sent' },
  { value: 'failed', label: 'Given up' },
  { value: 'overtaken', label: 'Overtaken' },
] as const;

const presets = [
  { name: 'Given up', query: 'status=failed' },
  { name: 'Tried most often', query: 'sort=-tries&columns=what,to,tries,state,actions' },
] as const;

function Table({ notices }: { readonly notices: readonly Notice[] }): VNode {
  const list = useList({
    table: 'notices',
    columns: noticeColumns,
    rows: notices,
    idOf: ({ id }) => id,
    nameOf: ({ title }) => title,
  });
  return <ListTable caption="Notices" list={list} />;
}

function Test(): VNode {
  const { api, live, me, announce } = useApp();
  const test = useAction(async () => {
    const { items } = await api.testNotices();
    for (const view of items) live.take('notice', { id: view.id, version: view.version, view });
    announce(`${plural(items.length, 'test')} sent`);
  });
  return (
    <div>
      <ActionButton
        label="Send a test"
        description="Send a test to every address and mailbox at which operators are told"
        pending={test.pending}
        whyNot={whyNot(me.value, 'system:manage')}
        onClick={() => void test.run(undefined)}
      />
      <TroubleNote trouble={test.trouble} />
    </div>
  );
}

/** What people and programs were told of sessions: to whom, when, and what became of it. */
export function NoticesPage(): VNode {
  const { live } = useApp();
  const all = live.notices.value;
  const { items, fault, status } = useFilter(all, noticeSearch);
  const shown = newestNoticesFirst(items.filter((notice) => status === '' || notice.status === status));
  return (
    <Page
      title="Notices"
      lead="What people and programs were told of sessions in the last seven days"
      actions={<Test />}
    >
      <FilteredList
        what="notices"
        label="Filter by words, session, receiver, state"
        searchable={noticeSearch}
        fault={fault}
        statuses={statuses}
        shown={shown.length}
        total={all.length}
        tools={<TableTools table="notices" path={paths.notices()} presets={presets} columns={noticeColumns} />}
        nothing={
          <EmptyState title={all.length === 0 ? 'Nobody was told anything yet' : 'No notice matches the filter'}>
            <p>
              Owners are told by mail <a href={paths.me()}>as they wish</a>, or at a webhook that was named when
              booking; operators are told where the <a href={paths.settings()}>settings</a> say.
            </p>
          </EmptyState>
        }
      >
        <Table notices={shown} />
      </FilteredList>
    </Page>
  );
}
