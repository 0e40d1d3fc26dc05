import type { VNode } from 'preact';
import { formatMemory, formatUsd, humanize } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import type { Amounts, FleetCapacityReport } from '../lib/views.ts';
import { Bar } from './meter.tsx';

type Group = FleetCapacityReport['groups'][number];

const resources = [
  { name: 'cpuCores', label: 'Cores', format: String },
  { name: 'memoryMiB', label: 'Memory', format: formatMemory },
  { name: 'nodes', label: 'Nodes', format: String },
] as const satisfies readonly { name: keyof Amounts; label: string; format: (value: number) => string }[];

type Resource = (typeof resources)[number];

/** Now, and the most within a day and a week, of what there is and of what runs. */
function Reserved({ group, resource }: { readonly group: Group; readonly resource: Resource }): VNode {
  const { name, label, format } = resource;
  const total = group.declared[name];
  const used = group.reserved[name];
  return (
    <>
      <Bar
        label={`${label} reserved now`}
        share={total === 0 ? 0 : used / total}
        words={`${format(used)} / ${format(total)}`}
      />
      <div class="small text-body-secondary">
        {format(group.running[name])} running
        <br />
        at most {format(group.peakDay[name])} in 24 h, {format(group.peakWeek[name])} in 7 days
      </div>
    </>
  );
}

function percent(value: number | undefined): string {
  return value === undefined ? '–' : `${Math.round(value)} %`;
}

function GroupRow({ group }: { readonly group: Group }): VNode {
  const { region, template, workers, byStatus, measured, hourlyCostUsd } = group;
  const query = template === '' ? `region:${region}` : `region:${region} template:${template}`;
  return (
    <tr>
      <th scope="row" data-label="Where">
        <a href={`${paths.workers()}?${new URLSearchParams({ q: query }).toString()}`}>{template || 'by hand'}</a>
        <div class="small text-body-secondary fw-normal">{region}</div>
      </th>
      <td data-label="Workers">
        {workers}
        <div class="small text-body-secondary">
          {Object.entries(byStatus)
            .map(([status, count]) => `${count} ${humanize(status).toLowerCase()}`)
            .join(', ')}
        </div>
      </td>
      {resources.map((resource) => (
        <td key={resource.name} data-label={resource.label}>
          <Reserved group={group} resource={resource} />
        </td>
      ))}
      <td data-label="Measured">
        {measured.workers === 0 ? (
          <span class="text-body-secondary">–</span>
        ) : (
          <>
            CPU {percent(measured.cpuPercent)}, RAM {percent(measured.memoryPercent)}
            <div class="small text-body-secondary">on {measured.workers}</div>
          </>
        )}
      </td>
      <td data-label="An hour" class="text-end">
        {formatUsd(hourlyCostUsd)}
      </td>
    </tr>
  );
}

/** What there is by region and template, what is taken of it, and what is measured there. */
export function CapacityGroups({ groups }: { readonly groups: readonly Group[] }): VNode {
  return (
    <table class="table table-stack align-middle">
      <caption class="visually-hidden">Capacity by region and template</caption>
      <thead>
        <tr>
          <th scope="col">Template</th>
          <th scope="col">Workers</th>
          {resources.map(({ name, label }) => (
            <th key={name} scope="col">
              {label}
            </th>
          ))}
          <th scope="col">Measured</th>
          <th scope="col" class="text-end">
            An hour
          </th>
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <GroupRow key={`${group.region} ${group.template}`} group={group} />
        ))}
      </tbody>
    </table>
  );
}
