import { whyNot } from '@lcm/core/domain/access';
import { templateSearch } from '@lcm/core/domain/query';
import { type LearnedBoot, learnedBoots } from '@lcm/core/domain/worker';
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { monthOfTemplate } from '../lib/cost.ts';
import { formatUsd, plural } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import { useFilter } from '../lib/use-filter.ts';
import type { Template, Worker } from '../lib/views.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { AmountsLine } from '../parts/amounts.tsx';
import { FilterBar } from '../parts/filter-bar.tsx';
import { EmptyState, Loading, Page } from '../parts/page.tsx';
import { TemplateActions, TemplateSwitch } from '../parts/template-actions.tsx';
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

function BootCell({ bootMinutes, made }: { readonly bootMinutes: number; readonly made: readonly Worker[] }): VNode {
  const { launch, restart } = learnedBoots(made);
  return (
    <>
      {bootMinutes} min declared
      <LearnedLine name="launch" boot={launch} />
      <LearnedLine name="restart" boot={restart} />
    </>
  );
}

function LearnedLine({ name, boot }: { readonly name: string; readonly boot: LearnedBoot | undefined }): VNode | null {
  if (boot === undefined) return null;
  const { boots, medianMinutes, p90Minutes, nearlyAllMinutes } = boot;
  return (
    <div class="small text-body-secondary">
      {name} {medianMinutes} min, 9 of 10 in {p90Minutes} ({plural(boots, 'boot')})
      {nearlyAllMinutes !== undefined && `, planned with ${nearlyAllMinutes}`}
    </div>
  );
}

function MonthCell({ template, made }: { readonly template: Template; readonly made: readonly Worker[] }): VNode {
  const { now } = useApp();
  const { spentUsd, bookedUsd } = monthOfTemplate(template.name, made, now.peek());
  const { monthlyBudgetUsd: budget } = template;
  return (
    <>
      {formatUsd(spentUsd)}
      {budget !== undefined && ` of ${formatUsd(budget)}`}
      {bookedUsd > 0 && <div class="small text-body-secondary">and {formatUsd(bookedUsd)} booked</div>}
    </>
  );
}

function TemplateRow({ template }: { readonly template: Template }): VNode {
  const { live } = useApp();
  const { name, description, spec } = template;
  const made = live.workers.value.filter((worker) => worker.template === name);
  const workers = made.filter(({ status }) => status !== 'terminated').length;
  return (
    <tr>
      <th scope="row" data-label="Template">
        {name}
        <div class="small text-body-secondary fw-normal">{description}</div>
      </th>
      <td data-label="Host">
        {spec.instanceType}
        <div class="small text-body-secondary">
          {spec.region} · {spec.imageId ?? spec.imageName}
        </div>
      </td>
      <td data-label="Capacity">
        <AmountsLine amounts={spec.capacity} />
      </td>
      <td data-label="Price" class="text-nowrap">
        {formatUsd(spec.hourlyCostUsd)} / h
      </td>
      <td data-label="Boot">
        <BootCell bootMinutes={template.bootMinutes} made={made} />
      </td>
      <td data-label="This month">
        <MonthCell template={template} made={made} />
      </td>
      <td data-label="Workers">
        <a href={paths.workersOf(name)} aria-label={`${plural(workers, 'worker')} of ${name}`}>
          {workers}
        </a>
      </td>
      <td data-label="On">
        <TemplateSwitch template={template} />
      </td>
      <td data-label="Actions">
        <TemplateActions template={template} workers={workers} />
      </td>
    </tr>
  );
}

const columns = ['Template', 'Host', 'Capacity', 'Price', 'Boot', 'This month', 'Workers', 'On', 'Actions'];

function TemplateTable({ templates }: { readonly templates: readonly Template[] }): VNode {
  return (
    <table class="table table-stack align-middle">
      <caption class="visually-hidden">Worker templates</caption>
      <thead>
        <tr>
          {columns.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {templates.map((template) => (
          <TemplateRow key={template.name} template={template} />
        ))}
      </tbody>
    </table>
  );
}

function isShown({ enabled }: Template, status: string): boolean {
  return status === '' || status === 'all' || enabled === (status === 'on');
}

/** The shapes that workers are made of, with what is known of those that were. */
export function TemplatesPage(): VNode {
  const { live, settled } = useApp();
  const all = live.templates.value.filter(({ deletedAt }) => deletedAt === undefined);
  const { items, fault, status } = useFilter(all, templateSearch);
  const shown = items
    .filter((template) => isShown(template, status))
    .toSorted((a, b) => a.spec.hourlyCostUsd - b.spec.hourlyCostUsd || a.name.localeCompare(b.name));
  return (
    <Page title="Templates" lead="What workers are made of" actions={<NewTemplateButton />}>
      <FilterBar
        label="Filter by name, instance type, region, image"
        searchable={templateSearch}
        fault={fault}
        statuses={statuses}
        shown={shown.length}
        total={all.length}
      />
      {shown.length > 0 && <TemplateTable templates={shown} />}
      {shown.length === 0 && !settled.value && <Loading what="templates" />}
      {shown.length === 0 && settled.value && (
        <EmptyState title={all.length === 0 ? 'There is no template yet' : 'No template matches the filter'}>
          <p>Bookings that need another host get a new worker of the cheapest template that is large enough.</p>
        </EmptyState>
      )}
    </Page>
  );
}
