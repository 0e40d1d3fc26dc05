import { whyNot } from '@lcm/core/domain/access';
import { templateSearch } from '@lcm/core/domain/query';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { useFilter } from '../lib/use-filter.ts';
import { useList } from '../lib/use-list.ts';
import type { Template } from '../lib/views.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { ColumnPicker } from '../parts/column-picker.tsx';
import { ListTable } from '../parts/data-table.tsx';
import { FilteredList } from '../parts/filtered-list.tsx';
import { EmptyState, Page } from '../parts/page.tsx';
import { templateColumns } from '../parts/template-columns.tsx';
import { TemplateDialog } from '../parts/template-dialog.tsx';

const statuses = [
  { value: '', label: 'On and off' },
  { value: 'on', label: 'On' },
  { value: 'off', label: 'Off' },
] as const;

function NewTemplateButton(): VNode {
  const { me } = useApp();
  const open = useSignal(false);
  return (
    <>
      <ActionButton
        label="New template"
        tone="primary"
        whyNot={whyNot(me.value, 'template:manage')}
        onClick={() => {
          open.value = true;
        }}
      />
      {open.value && (
        <TemplateDialog
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </>
  );
}

function Table({ templates }: { readonly templates: readonly Template[] }): VNode {
  const list = useList({
    table: 'templates',
    columns: templateColumns,
    rows: templates,
    sortedBy: 'price',
    idOf: ({ name }) => name,
    nameOf: ({ name }) => name,
  });
  return <ListTable caption="Worker templates" list={list} />;
}

function isShown({ enabled }: Template, status: string): boolean {
  return status === '' || status === 'all' || enabled === (status === 'on');
}

/** The shapes that workers are made of, with what is known of those that were. */
export function TemplatesPage(): VNode {
  const { live } = useApp();
  const all = live.templates.value.filter(({ deletedAt }) => deletedAt === undefined);
  const { items, fault, status } = useFilter(all, templateSearch);
  const shown = items.filter((template) => isShown(template, status)).toSorted((a, b) => a.name.localeCompare(b.name));
  return (
    <Page title="Templates" lead="What workers are made of" actions={<NewTemplateButton />}>
      <FilteredList
        what="templates"
        label="Filter by name, instance type, region, image"
        searchable={templateSearch}
        fault={fault}
        statuses={statuses}
        shown={shown.length}
        total={all.length}
        tools={<ColumnPicker table="templates" columns={templateColumns} />}
        nothing={
          <EmptyState title={all.length === 0 ? 'There is no template yet' : 'No template matches the filter'}>
            <p>Bookings that need another host get a new worker of the cheapest template that is large enough.</p>
          </EmptyState>
        }
      >
        <Table templates={shown} />
      </FilteredList>
    </Page>
  );
}
