import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { formatMonth, formatUsd, plural } from '../lib/format.ts';
import { apiPaths, paths } from '../lib/paths.ts';
import { useLoad } from '../lib/use-load.ts';
import type { CostReport } from '../lib/views.ts';
import { Facts } from '../parts/facts.tsx';
import { FormField } from '../parts/form-field.tsx';
import { Card, EmptyState, Loading, Page } from '../parts/page.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';

const groups = [
  { value: 'worker', label: 'Worker' },
  { value: 'template', label: 'Template' },
  { value: 'region', label: 'Region' },
  { value: 'month', label: 'Month' },
] as const;

type Row = CostReport['items'][number];

function hours(ms: number): string {
  return `${(ms / 3_600_000).toLocaleString(undefined, { maximumFractionDigits: 1 })} h`;
}

/** What is asked, as the address says it: that it can be shared. */
function useQuestion(): Readonly<Record<string, string>> {
  const asked = useApp().router.query.value;
  const query = ['from', 'to', 'by'].map((name) => [name, asked.get(name) ?? ''] as const);
  return Object.fromEntries(query.filter(([, value]) => value !== ''));
}

function Question({ report }: { readonly report: CostReport | undefined }): VNode {
  const { router } = useApp();
  const { from = report?.from ?? '', to = report?.to ?? '', by = 'worker' } = useQuestion();
  return (
    <search class="row g-2 align-items-end mb-3">
      <FormField
        label="From"
        type="month"
        columns={3}
        value={from}
        onInput={(text) => router.setQuery({ from: text })}
      />
      <FormField label="To" type="month" columns={3} value={to} onInput={(text) => router.setQuery({ to: text })} />
      <div class="col-sm-3">
        <label class="form-label mb-1" for="cost-by">
          By
        </label>
        <select
          id="cost-by"
          class="form-select"
          value={by}
          onChange={(event) => router.setQuery({ by: event.currentTarget.value })}
        >
          {groups.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </div>
    </search>
  );
}

function notCounted(regions: readonly string[]): string {
  return regions.length === 0 ? '' : `volumes in ${regions.join(', ')}: no price is known`;
}

function Total({ report }: { readonly report: CostReport }): VNode {
  const { total, from, to, unpricedRegions } = report;
  return (
    <Card title={from === to ? formatMonth(from) : `${formatMonth(from)} to ${formatMonth(to)}`}>
      <Facts
        items={[
          ['Cost', `${formatUsd(total.totalUsd)}, of it ${formatUsd(total.volumeUsd)} for volumes`],
          ['Hosts ran', `${hours(total.ranMs)} of the ${hours(total.existedMs)} that they existed`],
          ['Always on', `would have cost ${formatUsd(total.alwaysOnUsd)}`],
          ['Saved by stopping', formatUsd(total.savedUsd)],
          ['Not counted', notCounted(unpricedRegions)],
        ]}
      />
      <p class="small text-body-secondary mb-0">{report.basis} Months by UTC.</p>
    </Card>
  );
}

function Bar({ row, most }: { readonly row: Row; readonly most: number }): VNode {
  const share = (usd: number): string => `${most === 0 ? 0 : (usd / most) * 100}%`;
  const words = `${formatUsd(row.totalUsd)}, always on ${formatUsd(row.alwaysOnUsd)}`;
  return (
    <div class="meter cost-bar" role="img" aria-label={words} title={words}>
      <div class="meter-peak" style={{ width: share(row.alwaysOnUsd) }} />
      <div class="meter-good" style={{ width: share(row.totalUsd) }} />
    </div>
  );
}

function CostRow({
  row,
  by,
  most,
}: {
  readonly row: Row;
  readonly by: CostReport['by'];
  readonly most: number;
}): VNode {
  return (
    <tr>
      <th scope="row" data-label="Of">
        {by === 'worker' ? <a href={paths.worker(row.key)}>{row.name}</a> : row.name}
        {by !== 'worker' && <div class="small text-body-secondary fw-normal">{plural(row.workers, 'worker')}</div>}
      </th>
      <td data-label="Cost against always on">
        <Bar row={row} most={most} />
      </td>
      <td data-label="Cost" class="text-end">
        {formatUsd(row.totalUsd)}
      </td>
      <td data-label="Hosts" class="text-end">
        {formatUsd(row.hostUsd)}
      </td>
      <td data-label="Volumes" class="text-end">
        {formatUsd(row.volumeUsd)}
      </td>
      <td data-label="Ran" class="text-end">
        {hours(row.ranMs)}
      </td>
      <td data-label="Saved" class="text-end">
        {formatUsd(row.savedUsd)}
      </td>
    </tr>
  );
}

function CostTable({ report }: { readonly report: CostReport }): VNode {
  const most = Math.max(0, ...report.items.map(({ alwaysOnUsd }) => alwaysOnUsd));
  const names = ['Cost', 'Hosts', 'Volumes', 'Ran', 'Saved'];
  return (
    <table class="table table-stack align-middle">
      <caption class="visually-hidden">Cost by {report.by}</caption>
      <thead>
        <tr>
          <th scope="col">{groups.find(({ value }) => value === report.by)?.label}</th>
          <th scope="col" class="w-25">
            Cost against always on
          </th>
          {names.map((name) => (
            <th key={name} scope="col" class="text-end">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {report.items.map((row) => (
          <CostRow key={row.key} row={row} by={report.by} most={most} />
        ))}
      </tbody>
    </table>
  );
}

/** Coarse enough not to ask all the time. */
function useTenSeconds(): number {
  return Math.floor(useApp().now.value / 10_000);
}

/** What the fleet has cost by list prices, and what stopping hosts has saved. */
export function CostPage(): VNode {
  const { api } = useApp();
  const question = useQuestion();
  const key = `${JSON.stringify(question)}@${useTenSeconds()}`;
  const { value: report, trouble } = useLoad(key, async () => api.cost(question));
  const download = (
    <a class="btn btn-outline-primary" href={apiPaths.costExport(question)} download>
      Download
    </a>
  );
  return (
    <Page title="Cost" lead="An estimate by list prices" actions={download}>
      <Question report={report} />
      <TroubleNote trouble={trouble} />
      {report === undefined && trouble === undefined && <Loading what="the cost" />}
      {report !== undefined && <Total report={report} />}
      {report !== undefined && report.items.length > 0 && <CostTable report={report} />}
      {report?.items.length === 0 && <EmptyState title="Nothing was spent in this time" />}
    </Page>
  );
}
