import { type LearnedBoot, learnedBoots } from '@lcm/core/domain/worker';
import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { monthOfTemplate } from '../lib/cost.ts';
import { formatUsd, plural } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import type { Column } from '../lib/table.ts';
import type { Template, Worker } from '../lib/views.ts';
import { AmountsLine } from './amounts.tsx';
import { TemplateActions, TemplateSwitch } from './template-actions.tsx';

interface OfTemplate {
  readonly template: Template;
}

/** The workers that were made of it, also those that have ended. */
function useMade({ name }: Template): readonly Worker[] {
  return useApp().live.workers.value.filter(({ template }) => template === name);
}

function countOf(made: readonly Worker[]): number {
  return made.filter(({ status }) => status !== 'terminated').length;
}

function NameCell({ template: { name, description } }: OfTemplate): VNode {
  return (
    <>
      {name}
      <div class="small text-body-secondary fw-normal">{description}</div>
    </>
  );
}

function HostCell({ template: { spec } }: OfTemplate): VNode {
  return (
    <>
      {spec.instanceType}
      <div class="small text-body-secondary">
        {spec.region} · {spec.imageId ?? spec.imageName}
      </div>
    </>
  );
}

function BootCell({ template }: OfTemplate): VNode {
  const { bootMinutes } = template;
  const made = useMade(template);
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

function MonthCell({ template }: OfTemplate): VNode {
  const { now } = useApp();
  const made = useMade(template);
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

function WorkersCell({ template }: OfTemplate): VNode {
  const workers = countOf(useMade(template));
  return (
    <a href={paths.workersOf(template.name)} aria-label={`${plural(workers, 'worker')} of ${template.name}`}>
      {workers}
    </a>
  );
}

function ActionsCell({ template }: OfTemplate): VNode {
  return <TemplateActions template={template} workers={countOf(useMade(template))} />;
}

/** All that the table of templates can show, in this order. */
export const templateColumns: readonly Column<Template>[] = [
  { key: 'name', label: 'Template', cell: (template) => <NameCell template={template} />, sortBy: ({ name }) => name },
  {
    key: 'host',
    label: 'Host',
    cell: (template) => <HostCell template={template} />,
    sortBy: ({ spec }) => spec.instanceType,
  },
  {
    key: 'capacity',
    label: 'Capacity',
    cell: ({ spec }) => <AmountsLine amounts={spec.capacity} />,
    sortBy: ({ spec }) => spec.capacity.cpuCores,
  },
  {
    key: 'price',
    label: 'An hour',
    cell: ({ spec }) => formatUsd(spec.hourlyCostUsd),
    sortBy: ({ spec }) => spec.hourlyCostUsd,
    isNumber: true,
  },
  {
    key: 'boot',
    label: 'Boot',
    cell: (template) => <BootCell template={template} />,
    sortBy: ({ bootMinutes }) => bootMinutes,
  },
  { key: 'month', label: 'This month', cell: (template) => <MonthCell template={template} /> },
  { key: 'workers', label: 'Workers', cell: (template) => <WorkersCell template={template} /> },
  {
    key: 'on',
    label: 'On',
    cell: (template) => <TemplateSwitch template={template} />,
    sortBy: ({ enabled }) => (enabled ? 'on' : 'off'),
  },
  { key: 'actions', label: 'Actions', cell: (template) => <ActionsCell template={template} /> },
];
